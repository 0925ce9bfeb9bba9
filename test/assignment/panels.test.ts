import { afterEach, describe, expect, it } from 'vitest';
import { problemOf } from '../../src/assignment/affinity.ts';
import { newestProposal, panelOf } from '../../src/assignment/pages.ts';
import { readEditionFile } from '../../src/editions/edition-file.ts';
import { jurorById } from '../../src/jury/pages.ts';
import { acceptInvitation, inviteJuror } from '../../src/jury/store.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { fileOf2027 } from '../nominations/ground.ts';
import { ASSIGNMENT, openPanel, type Panel } from './ground.ts';

const SENTENCE = 'The jury sits in panels by region';
const LOADS = { minLoad: '0', maxLoad: '4' };

describe('panels by region', () => {
  let panel: Panel;
  afterEach(() => panel?.close());

  const open = async (regionPanels: boolean) => {
    panel = await openPanel(({ definition: { rules } }) => {
      Object.assign(rules.jury, { regionPanels, readersPerNomination: 1, readsLanguage: false });
    });
    return panel;
  };
  const problem = () => {
    const { minLoad, maxLoad } = panel.edition.definition.rules.jury;
    return problemOf(panelOf(panel.service.db, panel.edition, { minLoad, maxLoad }));
  };
  const seatInAsia = () =>
    panel.service.act('system', 'juror.invited', (tx) => {
      const who = { name: 'Mei', address: 'mei@jury.invalid', lang: 'en' as const };
      const lists = { languages: ['en' as const], expertise: [], affiliations: [] };
      const made = inviteJuror(tx, panel.edition, who, {
        country: 'SG',
        region: 'APA',
        ...lists,
        maxLoad: 4,
      });
      if (isRefusal(made)) return made;
      const juror = jurorById(tx.db, panel.edition.id, made);
      if (juror) acceptInvitation(tx, panel.edition, juror);
      return made;
    });

  it('give each dossier to jurors of its own region, and refuse a change by hand that would not', async () => {
    await open(true);
    await seatInAsia();
    await panel.organiser.post(`${ASSIGNMENT}/propose`, LOADS).expect(303);
    const proposal = newestProposal(panel.service.db, panel.edition.id);
    const { readers, dossiers } = panelOf(panel.service.db, panel.edition, { minLoad: 0, maxLoad: 4 });
    const pairs = proposal?.solution.assignments ?? [];
    expect(pairs).toHaveLength(5);
    for (const [juror, nomination] of pairs)
      expect(readers.find(({ id }) => id === juror)?.region).toBe(
        dossiers.find(({ id }) => id === nomination)?.region,
      );
    const change = { nomination: panel.dossiers.北京 ?? '', into: panel.jurors.Dana ?? '' };
    const refused = await panel.organiser.post(`${ASSIGNMENT}/proposals/${proposal?.id}/change`, change);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('sits in the panel of another region');
  });

  it('name the cause where a region has dossiers and no jurors', async () => {
    await open(true);
    const { text } = await panel.organiser.post(`${ASSIGNMENT}/propose`, LOADS);
    const shown = text.includes('panels by region') ? text : (await panel.organiser.get(ASSIGNMENT)).text;
    expect(shown).toMatch(/Dossiers: 北京\..*The jury sits in panels by region/);
  });

  it('stand on the call and beside the jury, with what each region offers and needs', async () => {
    await open(true);
    const { text } = await panel.organiser.get('/en/office/2027/jury').expect(200);
    expect(text).toContain('2 accepted, 0 to answer; 8 readings offered, 2 needed');
    expect(text).toContain('0 accepted, 0 to answer; 0 readings offered, 1 needed');
    expect((await panel.nobody.get('/en/2027')).text).toContain(SENTENCE);
  });

  it('part nobody where an edition does not want them', async () => {
    await open(false);
    expect(problem().unreadable).toEqual([]);
    expect((await panel.organiser.get('/en/office/2027/jury')).text).not.toContain('to answer; ');
    expect((await panel.nobody.get('/en/2027')).text).not.toContain(SENTENCE);
  });

  it('and a reader from another region cannot both be asked for', () => {
    const file = fileOf2027();
    const composition = { ownRegion: 0, otherRegion: 1 };
    Object.assign(file.definition.rules.jury, { regionPanels: true, composition });
    expect(readEditionFile(JSON.stringify(file))).toMatchObject({
      faults: [{ path: 'definition.rules.jury.composition.otherRegion', code: 'editions.fault.panels' }],
    });
  });
});
