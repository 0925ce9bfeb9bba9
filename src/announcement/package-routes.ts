import { editionAs, publishedEdition } from '../editions/office.ts';
import { data } from '../platform/http/answer.ts';
import { route } from '../platform/http/route.ts';
import { announcementState } from './announcement.ts';
import { buildPackage, packageName, publicPackage } from './package-pages.ts';
import { publishedVersions, standingAnnouncement } from './pages.ts';

const open = route({
  method: 'get',
  path: '/:edition/package.zip',
  audience: 'anyone',
  find: (call) => {
    const edition = publishedEdition(call);
    const versions = edition && publishedVersions(call.service.db, edition.id, call.at);
    return edition && versions && versions.length > 0 ? { edition, versions } : null;
  },
  handle: async (call, { edition, versions }) => {
    const zip = await publicPackage(call.service, edition, versions);
    return data('application/zip', zip, packageName(edition, 'public'));
  },
});

/** For the auditor alone, from when the moment is set: what it holds could be traced to jurors. */
const sealed = route({
  method: 'get',
  path: '/office/:edition/announcement/package.zip',
  audience: ['auditor'],
  fresh: true,
  find: (call) => {
    const edition = editionAs(call, ['auditor']);
    const announcement = edition && standingAnnouncement(call.service.db, edition.id);
    const state = announcementState(announcement, call.at);
    return edition && announcement && state !== 'withheld' ? { edition, announcement } : null;
  },
  handle: async (call, { edition, announcement }) => {
    const earlier = publishedVersions(call.service.db, edition.id, call.at).filter(
      ({ version }) => version < announcement.version,
    );
    const zip = await buildPackage(call.service, edition, announcement, earlier, 'sealed');
    return data('application/zip', zip, packageName(edition, 'sealed'));
  },
});

export const packageRoutes = [open, sealed];
