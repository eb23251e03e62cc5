import type { CellFault } from '../api/imports.ts';
import { locale } from '../i18n/locale.ts';
import { msg, t } from '../i18n/translate.ts';

/** What each fault means and what to do, for those who do not read English. */
const FAULTS: Record<string, readonly [what: string, remedy: string]> = {
  missing: [msg('The cell is empty.'), msg('Fill it in.')],
  unreadable: [msg('The value cannot be read.'), msg('Write it as the template shows.')],
  too_long: [msg('The text is too long.'), msg('Shorten it.')],
  out_of_range: [msg('The value is out of range.'), msg('Check the number.')],
  formula: [msg('The cell holds a formula.'), msg('Put the value itself into the cell.')],
  phone: [msg('This is no telephone number.'), msg('Write it like 138 0013 8000.')],
  email: [msg('This is no e-mail address.'), msg('Correct it, or leave it empty.')],
  time_zone: [msg('There is no such time zone.'), msg('Use a name such as Asia/Shanghai.')],
  due_before_earliest: [
    msg('The work would be due before it may begin.'),
    msg('Exchange the two dates, or drop one.'),
  ],
  no_coordinates: [
    msg('The address has no coordinates.'),
    msg('Give lat and lon, or have a geocoder configured.'),
  ],
  address_not_found: [
    msg('The geocoder does not find this address.'),
    msg('Correct it, or give lat and lon.'),
  ],
  no_territory: [
    msg('No territory reaches this place.'),
    msg('Check the coordinates and their datum, or enlarge a territory.'),
  ],
  other_planner: [
    msg('Another organisation plans this place.'),
    msg('Make it a project of its own.'),
  ],
  unknown_brand: [msg('There is no such brand.'), msg('Use a code from the catalogue.')],
  unknown_model: [
    msg('The brand has no such model.'),
    msg('Use a code from the catalogue, or add the model there.'),
  ],
  contradicts: [
    msg('Another row of the same project says otherwise.'),
    msg('Make the rows agree, or give this one a reference of its own.'),
  ],
  twice: [msg('Another row says this already.'), msg('Keep one of the rows.')],
  held_back: [
    msg('Another row of the same project has faults.'),
    msg('Put that one right, then import the file again.'),
  ],
  different_order: [
    msg('The reference is known already, with other values.'),
    msg('Use another reference, or make the values agree.'),
  ],
  too_large: [msg('The order has too many units.'), msg('Split it into several orders.')],
  too_much_work: [
    msg('The work of one site would take too many visits.'),
    msg('Divide it among several orders, or correct the quantity.'),
  ],
  not_storable: [
    msg('A value of these rows cannot be stored; a number may be too large.'),
    msg('Put it right, then import the file again.'),
  ],
  unknown: [msg('The code is unknown.'), msg('Use one that exists.')],
};

/** In English the server's own words name the values; otherwise its code is put in words. */
export function faultInWords({ code, detail, remedy }: CellFault): string {
  const known = FAULTS[code];
  if (locale === 'en' || known === undefined) return `${t(detail)} ${t(remedy)}`;
  return known.map((sentence) => t(sentence)).join('');
}
