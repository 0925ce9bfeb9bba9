import { page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { type CountriesAt, countriesOf } from './appointments.ts';
import { besideEachOther } from './dossier.ts';
import { dossierOf } from './dossier-pages.ts';
import { liveNominations, type Nomination } from './pages.ts';

/** The submitted dossiers of the viewer's countries, by city. */
function submitted(call: Call, { edition, countries }: CountriesAt): Nomination[] {
  return liveNominations(call.service.db, edition.id).filter(
    (one) => countries.includes(one.country) && one.submission !== null,
  );
}

/** Two dossiers of a country, question by question; the address names them, so that it can be kept and shared. */
const compare = route({
  method: 'get',
  path: '/commission/:edition/compare',
  audience: ['commission'],
  find: countriesOf,
  handle: (call, at) => {
    const { edition } = at;
    const all = submitted(call, at);
    const named = (name: string) => all.find(({ id }) => id === call.query.get(name));
    const left = named('left') ?? all[0];
    const right = named('right') ?? all.find(({ id }) => id !== left?.id);
    const base = `/${call.lang}/commission/${edition.slug}`;
    const written = [left, right].flatMap((one) => {
      const dossier = one && dossierOf(call.service.db, one.id, call.lang);
      return one && dossier ? [{ one, dossier }] : [];
    });
    const choices = (chosen: Nomination | undefined) =>
      all.map(({ id, cityName }) => ({ value: id, label: cityName, chosen: id === chosen?.id }));
    return page('nominations/compare', {
      title: call.t('nominations.compare.title'),
      editionSlug: edition.slug,
      back: base,
      action: `${base}/compare`,
      enough: all.length > 1,
      left: choices(left),
      right: choices(right),
      cities: written.map(({ one }) => ({ name: one.cityName, href: `${base}/nominations/${one.id}` })),
      sections: besideEachOther(
        written.map(({ one, dossier }) => ({
          name: one.cityName,
          fileBase: `${base}/nominations/${one.id}/files`,
          sections: dossier.sections,
        })),
      ),
    });
  },
});

export const compareRoutes = [compare];
