import type { Role } from '../api/session.ts';
import { msg, t } from '../i18n/translate.ts';

const ROLES: Record<Role, string> = {
  platform_admin: msg('Platform administrator'),
  dispatcher: msg('Dispatcher'),
  technician: msg('Technician'),
  brand_manager: msg('Brand manager'),
  store: msg('Store'),
  partner_manager: msg('Partner manager'),
};

export const roleName = (role: Role): string => t(ROLES[role]);
