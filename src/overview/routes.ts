import type { Room } from '../platform/http/route.ts';
import { auditRoutes } from './audit-routes.ts';
import { deskRoutes } from './desk-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { letterRoutes } from './letter-routes.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { messagesRoutes } from './messages-routes.ts';
import { myRoutes } from './my-routes.ts';
import { ownDataRoutes } from './own-data-routes.ts';
import { previewRoutes } from './preview-routes.ts';
import { searchRoutes } from './search-routes.ts';
import { writeRoutes } from './write-routes.ts';

export const overviewRoom: Room = {
  name: 'overview',
  routes: [
    ...myRoutes,
    ...ownDataRoutes,
    ...deskRoutes,
    ...writeRoutes,
    ...mailboxRoutes,
    ...auditRoutes,
    ...messagesRoutes,
    ...messageRoutes,
    ...letterRoutes,
    ...previewRoutes,
    ...searchRoutes,
    ...exportRoutes,
  ],
};
