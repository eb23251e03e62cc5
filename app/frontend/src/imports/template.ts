import type { ImportKind } from '../shared/api/imports.ts';

/** The columns that each kind of file may have, with an example of each. */
export const COLUMNS: Record<ImportKind, Record<string, string>> = {
  projects: {
    external_reference: 'PO-2026-0001',
    project_name: '示例餐厅空调工程',
    customer_name: '示例餐饮有限公司',
    customer_phone: '13800138000',
    customer_email: 'buyer@example.com',
    site_name: '示例门店',
    address: '上海市黄浦区人民大道100号',
    lat: '31.2304',
    lon: '121.4737',
    datum: 'wgs84',
    contact_name: '李女士',
    contact_phone: '13900139000',
    brand: 'beilan',
    model: 'BV-224',
    quantity: '1',
    priority: 'normal',
    earliest: '',
    due: '',
    note: '',
  },
  technicians: {
    name: '王师傅',
    phone: '13700137000',
    territory: 'shanghai-west',
    home_lat: '31.2304',
    home_lon: '121.4737',
    max_overtime_minutes: '60',
    capacity_kg: '500',
    capacity_m3: '3',
    speed_percent: '100',
    skills: 'vrf:3; height:2',
    weekdays: 'mon tue wed thu fri',
    start_time: '08:30',
    end_time: '17:30',
    break_earliest: '11:30',
    break_latest_end: '13:30',
    break_minutes: '60',
  },
};

/** Write a template as CSV; the mark at its start tells spreadsheets that it is UTF-8. */
export function templateOf(kind: ImportKind): Blob {
  const columns = COLUMNS[kind];
  const lines = [Object.keys(columns), Object.values(columns)];
  const text = lines.map((cells) => cells.map(quoted).join(',')).join('\r\n');
  return new Blob(['\ufeff', text, '\r\n'], { type: 'text/csv' });
}

const quoted = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
