import { LANGS, type Lang } from '../../src/platform/i18n/lang.ts';

type Three = readonly [en: string, fr: string, es: string];

const CLOSES_AT = '2027-01-29T18:00:00Z';

/** The model of the page that shows every component; cities are real, the rest is invented. */
export function styleModel(lang: Lang): Record<string, unknown> {
  const say = (...texts: Three): string => texts[LANGS.indexOf(lang)] ?? '';
  return {
    ...frame(lang, say),
    ...publicPart(say),
    tasks: tasks(say),
    form: form(say),
    work: work(say),
    card: card(say),
    desk: desk(say),
    ...decisionPart(say),
    results: results(say),
    ...lastPart(say),
  };
}

type Say = (...texts: Three) => string;

function frame(lang: Lang, say: Say): Record<string, unknown> {
  return {
    path: '/style',
    title: say(
      'Which cities made learning part of everyday life?',
      'Quelles villes ont fait de l’apprentissage leur quotidien ?',
      '¿Qué ciudades hicieron del aprendizaje parte de la vida diaria?',
    ),
    awardName: say(
      'Learning Cities Award',
      'Prix des villes apprenantes',
      'Galardón Ciudades del Aprendizaje',
    ),
    nav: [
      { href: `/${lang}`, label: say('Award 2027', 'Prix 2027', 'Galardón 2027'), current: true },
      { href: `/${lang}/framework`, label: say('Framework', 'Référentiel', 'Marco de referencia') },
      {
        href: `/${lang}/archive`,
        label: say('Awardees since 2015', 'Lauréates depuis 2015', 'Galardonadas desde 2015'),
      },
      { href: `/${lang}/sign-out`, label: say('Sign out', 'Se déconnecter', 'Cerrar sesión'), post: true },
    ],
    languages: LANGS.map((other) => ({ lang: other, href: `/${other}/style`, current: other === lang })),
    sample: true,
    account: { name: 'Amara Diallo-Berg' },
    banner: {
      text: say(
        'You see this page as a juror. Nothing can be changed.',
        'Vous voyez cette page comme un membre du jury. Rien ne peut être modifié.',
        'Usted ve esta página como un miembro del jurado. No se puede cambiar nada.',
      ),
      href: `/${lang}`,
      label: say('Back to your own view', 'Revenir à votre vue', 'Volver a su vista'),
    },
    notice: {
      text: say(
        'Your card for Hanoi is locked.',
        'Votre fiche pour Hanoï est verrouillée.',
        'Su ficha de Hanói está bloqueada.',
      ),
    },
    errors: [
      {
        field: 'budget',
        text: say(
          'Write the amount in digits only, for example 1200000. You typed “about 1.2 million”.',
          'Écrivez le montant en chiffres, par exemple 1200000. Vous avez saisi « environ 1,2 million ».',
          'Escriba el importe solo con cifras, por ejemplo 1200000. Usted escribió «unos 1,2 millones».',
        ),
      },
    ],
    bar: {
      place: say('Dossier 8 of 12', 'Dossier 8 sur 12', 'Expediente 8 de 12'),
      city: 'Chiang Mai',
      country: say('Thailand', 'Thaïlande', 'Tailandia'),
      region: 'APA',
      facts: say(
        'In English, 14 pages. Never awarded.',
        'En anglais, 14 pages. Jamais lauréate.',
        'En inglés, 14 páginas. Nunca galardonada.',
      ),
      progress: say(
        'Criterion 5 of 8, four scored',
        'Critère 5 sur 8, quatre notés',
        'Criterio 5 de 8, cuatro puntuados',
      ),
      states: ['full', 'full', 'full', 'full', 'lit', 'open', 'open', 'open'],
      conflictHref: '#score',
      conflictLabel: say('Declare a conflict', 'Déclarer un conflit', 'Declarar un conflicto'),
      scoreHref: '#score',
    },
  };
}

function publicPart(say: Say): Record<string, unknown> {
  const stage = (state: string, label: string, fact: string, ...notes: string[]) => ({
    state,
    label,
    fact,
    notes,
  });
  return {
    edition: {
      eyebrow: say(
        'Award 2027, seventh edition',
        'Prix 2027, septième édition',
        'Galardón 2027, séptima edición',
      ),
      lead: say(
        'Member cities of the network show what they have changed since they joined. A jury from five world regions reads, and up to ten cities are awarded.',
        'Les villes membres du réseau montrent ce qu’elles ont changé depuis leur adhésion. Un jury issu de cinq régions du monde lit, et dix villes au plus sont lauréates.',
        'Las ciudades miembro de la red muestran qué han cambiado desde su adhesión. Lee un jurado de cinco regiones del mundo, y se galardona a diez ciudades como máximo.',
      ),
      until: say('Cities submit by', 'Envoi des villes avant le', 'Las ciudades envían hasta el'),
      closesAt: CLOSES_AT,
      start: say('Start a nomination', 'Commencer une candidature', 'Empezar una candidatura'),
      goOn: say('Go on with a draft', 'Reprendre un brouillon', 'Seguir con un borrador'),
      calendar: say(
        'Add the dates to your calendar',
        'Ajouter les dates à votre agenda',
        'Añadir las fechas a su calendario',
      ),
      areas: areas(say),
      figure: say(
        'The framework on one shelf: twelve areas',
        'Le référentiel sur une étagère : douze domaines',
        'El marco en un estante: doce áreas',
      ),
      caption: say(
        'The framework on one shelf: three fundamental conditions, six building blocks, three wider benefits.',
        'Le référentiel sur une étagère : trois conditions fondamentales, six composantes, trois bénéfices plus larges.',
        'El marco en un estante: tres condiciones fundamentales, seis componentes, tres beneficios más amplios.',
      ),
      readAreas: say('Read the twelve areas', 'Lire les douze domaines', 'Leer las doce áreas'),
    },
    stages: {
      title: say('Where the edition stands', 'Où en est l’édition', 'En qué punto está la edición'),
      small: [
        stage(
          'full',
          say('Call opens', 'Ouverture de l’appel', 'Se abre la convocatoria'),
          say('2 November 2026', '2 novembre 2026', '2 de noviembre de 2026'),
          say('Done', 'Fait', 'Hecho'),
        ),
        {
          ...stage(
            'lit',
            say('Cities submit', 'Les villes envoient', 'Las ciudades envían'),
            say('29 January 2027', '29 janvier 2027', '29 de enero de 2027'),
            '18:00 UTC',
          ),
          now: say('Open now', 'Ouvert', 'Abierto'),
        },
        stage(
          'open',
          say(
            'National Commissions nominate',
            'Les commissions nationales désignent',
            'Las Comisiones Nacionales nominan',
          ),
          say('26 February 2027', '26 février 2027', '26 de febrero de 2027'),
          say(
            '18:00 UTC, two cities a country at most',
            '18 h UTC, deux villes par pays au plus',
            '18:00 UTC, dos ciudades por país como máximo',
          ),
        ),
        stage(
          'open',
          say('Secretariat screens', 'Le secrétariat examine', 'La secretaría examina'),
          say('to 12 March 2027', 'jusqu’au 12 mars 2027', 'hasta el 12 de marzo de 2027'),
        ),
        stage(
          'open',
          say('Jury reads', 'Le jury lit', 'El jurado lee'),
          say('15 March to 16 April 2027', '15 mars au 16 avril 2027', '15 de marzo al 16 de abril de 2027'),
        ),
        stage(
          'open',
          say('Announcement', 'Annonce', 'Anuncio'),
          say('June 2027', 'juin 2027', 'junio de 2027'),
        ),
      ],
    },
    criteria: {
      title: say('What the jury looks at', 'Ce que le jury regarde', 'Lo que mira el jurado'),
      note: say(
        'Eight criteria, 0 to 4 points each. Only progress made after joining the network counts.',
        'Huit critères, de 0 à 4 points chacun. Seuls comptent les progrès faits depuis l’adhésion.',
        'Ocho criterios, de 0 a 4 puntos cada uno. Solo cuenta lo avanzado desde la adhesión.',
      ),
      items: criteria(say).map((label, index) => ({
        label,
        weight: say(
          `${[15, 15, 10, 10, 20, 10, 10, 10][index]} of 100`,
          `${[15, 15, 10, 10, 20, 10, 10, 10][index]} sur 100`,
          `${[15, 15, 10, 10, 20, 10, 10, 10][index]} de 100`,
        ),
      })),
    },
    steps: {
      title: say('How to nominate', 'Comment candidater', 'Cómo presentar una candidatura'),
      items: [
        {
          title: say('Sign in by mail', 'Se connecter par courriel', 'Entrar por correo'),
          text: say(
            'Find your city in the registry. What we know already is filled in.',
            'Trouvez votre ville dans le registre. Ce que nous savons déjà est repris.',
            'Busque su ciudad en el registro. Lo que ya sabemos está rellenado.',
          ),
        },
        {
          title: say('Write, with colleagues', 'Rédiger, à plusieurs', 'Escribir, en equipo'),
          text: say(
            'Thirteen sections, in English, French or Spanish. Every page is saved as you go.',
            'Treize rubriques, en anglais, français ou espagnol. Chaque page s’enregistre au fur et à mesure.',
            'Trece secciones, en inglés, francés o español. Cada página se guarda sobre la marcha.',
          ),
        },
        {
          title: say('Attach two letters', 'Joindre deux lettres', 'Adjuntar dos cartas'),
          text: say(
            'The mayor’s letter and the signed consent form. PDF or a clear photo.',
            'La lettre du maire et le formulaire de consentement signé. PDF ou photo lisible.',
            'La carta de la alcaldía y el consentimiento firmado. PDF o una foto nítida.',
          ),
        },
        {
          title: say(
            'Submit to your National Commission',
            'Envoyer à votre commission nationale',
            'Enviar a su Comisión Nacional',
          ),
          text: say(
            'It reads the country’s dossiers and sends on two at most.',
            'Elle lit les dossiers du pays et en transmet deux au plus.',
            'Lee los expedientes del país y remite dos como máximo.',
          ),
        },
      ],
    },
    rules: {
      title: say('Rules of this edition', 'Règles de cette édition', 'Reglas de esta edición'),
      items: [
        {
          term: say('Who may take part', 'Qui peut participer', 'Quién puede participar'),
          value: say(
            'Members for 12 months or more on 29 January 2027, with no award in 2021 or 2024.',
            'Les membres depuis 12 mois ou plus au 29 janvier 2027, sans prix en 2021 ni en 2024.',
            'Miembros desde hace 12 meses o más al 29 de enero de 2027, sin galardón en 2021 ni en 2024.',
          ),
        },
        {
          term: say('Awards', 'Prix', 'Galardones'),
          values: [
            say('Up to 10 cities.', 'Jusqu’à 10 villes.', 'Hasta 10 ciudades.'),
            say(
              'One a country at most, one to three a region.',
              'Une par pays au plus, une à trois par région.',
              'Una por país como máximo, de una a tres por región.',
            ),
          ],
        },
      ],
    },
  };
}

function areas(say: Say): string[] {
  return [
    say(
      'Political will and commitment',
      'Volonté et engagement politiques',
      'Voluntad y compromiso políticos',
    ),
    say(
      'Governance and participation of all',
      'Gouvernance et participation de tous',
      'Gobernanza y participación de todos',
    ),
    say(
      'Mobilisation and use of resources',
      'Mobilisation et emploi des ressources',
      'Movilización y uso de recursos',
    ),
    say(
      'Inclusive learning in the education system',
      'Apprentissage inclusif dans le système éducatif',
      'Aprendizaje inclusivo en el sistema educativo',
    ),
    say(
      'Learning in families and communities',
      'Apprendre en famille et dans les quartiers',
      'Aprendizaje en familias y comunidades',
    ),
    say(
      'Learning for and in the workplace',
      'Apprendre pour et au travail',
      'Aprendizaje para y en el trabajo',
    ),
    say(
      'Modern learning technologies',
      'Technologies modernes d’apprentissage',
      'Tecnologías modernas de aprendizaje',
    ),
    say(
      'Quality and excellence in learning',
      'Qualité et excellence de l’apprentissage',
      'Calidad y excelencia en el aprendizaje',
    ),
    say(
      'A culture of learning throughout life',
      'Une culture de l’apprentissage à vie',
      'Una cultura del aprendizaje a lo largo de la vida',
    ),
    say(
      'Individual empowerment and social cohesion',
      'Autonomie des personnes et cohésion sociale',
      'Autonomía de las personas y cohesión social',
    ),
    say(
      'Economic development and cultural prosperity',
      'Développement économique et prospérité culturelle',
      'Desarrollo económico y prosperidad cultural',
    ),
    say('Sustainable development', 'Développement durable', 'Desarrollo sostenible'),
  ];
}

function criteria(say: Say): string[] {
  return [
    say(
      'Learning city plan taken forward',
      'Plan de la ville apprenante mis en œuvre',
      'Plan de ciudad del aprendizaje puesto en marcha',
    ),
    say(
      'Better coordination and partnerships',
      'Coordination et partenariats renforcés',
      'Mejor coordinación y alianzas',
    ),
    say(
      'Progress in raising and using resources',
      'Progrès dans la collecte et l’emploi des ressources',
      'Avances en la obtención y uso de recursos',
    ),
    say(
      'Progress in monitoring and evaluation',
      'Progrès du suivi et de l’évaluation',
      'Avances en seguimiento y evaluación',
    ),
    say(
      'Learning made accessible to all residents',
      'Apprentissage ouvert à tous les habitants',
      'Aprendizaje al alcance de todos los habitantes',
    ),
    say(
      'Culture of lifelong learning fostered',
      'Culture de l’apprentissage à vie encouragée',
      'Cultura del aprendizaje permanente fomentada',
    ),
    say(
      'Innovative practices developed',
      'Pratiques innovantes développées',
      'Prácticas innovadoras desarrolladas',
    ),
    say(
      'Contribution to the network’s activities',
      'Contribution aux activités du réseau',
      'Contribución a las actividades de la red',
    ),
  ];
}

function tasks(say: Say): Record<string, unknown> {
  const ready = say('Ready', 'Prête', 'Lista');
  const draft = say('In draft', 'En cours', 'En borrador');
  const fresh = say('Not started', 'À commencer', 'Sin empezar');
  const words = (n: number) => say(`${n} of 500 words`, `${n} mots sur 500`, `${n} de 500 palabras`);
  const row = (label: string, state: string, word: string, fact = '') => ({
    href: '#main',
    label,
    state,
    word,
    fact,
  });
  return {
    city: 'Sønderborg',
    states: [
      'full',
      'full',
      'full',
      'full',
      'need',
      'half',
      'full',
      'half',
      'open',
      'open',
      'full',
      'open',
      'full',
    ],
    progress: say('7 of 13 sections ready', '7 rubriques prêtes sur 13', '7 de 13 secciones listas'),
    saved: say(
      'Last saved today at 14:02 UTC by Mette Krog',
      'Enregistré aujourd’hui à 14 h 02 UTC par Mette Krog',
      'Guardado hoy a las 14:02 UTC por Mette Krog',
    ),
    until: say('Submit by', 'À envoyer avant le', 'Enviar hasta el'),
    check: say('Check your answers', 'Vérifier vos réponses', 'Revisar sus respuestas'),
    note: say(
      'You can look at any time. Submitting opens when all thirteen are ready.',
      'Consultable à tout moment. L’envoi s’ouvre quand les treize rubriques sont prêtes.',
      'Puede mirar en cualquier momento. El envío se abre cuando las trece están listas.',
    ),
    groups: [
      {
        title: say('Progress since you joined', 'Progrès depuis l’adhésion', 'Avances desde la adhesión'),
        rows: [
          row(
            say('Learning city plan', 'Plan de la ville apprenante', 'Plan de ciudad del aprendizaje'),
            'full',
            ready,
            words(486),
          ),
          row(
            say('Resources', 'Ressources', 'Recursos'),
            'need',
            say('Needs you', 'À corriger', 'Le espera'),
            say('One answer to correct', 'Une réponse à corriger', 'Una respuesta por corregir'),
          ),
          row(
            say('Monitoring and evaluation', 'Suivi et évaluation', 'Seguimiento y evaluación'),
            'half',
            draft,
            words(212),
          ),
          row(
            say('Contribution to the network', 'Contribution au réseau', 'Contribución a la red'),
            'open',
            fresh,
          ),
        ],
      },
      {
        title: say('Afterwards', 'Ensuite', 'Después'),
        rows: [
          {
            label: say(
              'Nomination by the National Commission',
              'Désignation par la commission nationale',
              'Nominación por la Comisión Nacional',
            ),
            fact: say('It starts when you submit', 'Commence dès votre envoi', 'Empieza cuando usted envía'),
            word: say('Not yet', 'Pas encore', 'Todavía no'),
          },
        ],
      },
    ],
  };
}

function form(say: Say): Record<string, unknown> {
  const level = (score: number, word: string, text = '') => ({ score, word, text });
  const [exemplary = '', established = '', growing = '', begun = '', none = ''] = levelWords(say);
  return {
    title: say('Resources', 'Ressources', 'Recursos'),
    question: say(
      'What money, people and places has the city raised since it joined, and what came of them?',
      'Quels moyens, quelles personnes et quels lieux la ville a-t-elle mobilisés depuis son adhésion, et avec quel résultat ?',
      '¿Qué dinero, personas y lugares ha reunido la ciudad desde su adhesión, y con qué resultado?',
    ),
    hint: say(
      'Name the source and the year. Start with what would not exist without the learning city.',
      'Citez la source et l’année. Commencez par ce qui n’existerait pas sans la ville apprenante.',
      'Nombre la fuente y el año. Empiece por lo que no existiría sin la ciudad del aprendizaje.',
    ),
    answer:
      'In 2017 the city council made lifelong learning a line of its own in the budget. Since then eleven companies and the housing association have paid into one fund, which a board of residents gives out twice a year.\n\nThe former harbour office became a house of learning with a library, a workshop and a kitchen. It is open until 22:00 and is run by 140 volunteers.',
    clock: say('14:02', '14 h 02', '14:02'),
    budget: say(
      'Yearly budget for learning city work',
      'Budget annuel de la ville apprenante',
      'Presupuesto anual de la ciudad del aprendizaje',
    ),
    budgetHint: say(
      'In US dollars, without the salaries of schools. An estimate will do.',
      'En dollars, sans les salaires des écoles. Une estimation suffit.',
      'En dólares, sin los salarios de las escuelas. Basta una estimación.',
    ),
    typed: say('about 1.2 million', 'environ 1,2 million', 'unos 1,2 millones'),
    outside: say(
      'Does part of it come from outside the city’s own budget?',
      'Une partie vient-elle d’ailleurs que du budget de la ville ?',
      '¿Viene una parte de fuera del presupuesto de la ciudad?',
    ),
    choices: [
      {
        value: 'more',
        label: say('Yes, more than half', 'Oui, plus de la moitié', 'Sí, más de la mitad'),
        chosen: true,
      },
      {
        value: 'less',
        label: say('Yes, less than half', 'Oui, moins de la moitié', 'Sí, menos de la mitad'),
      },
      { value: 'no', label: say('No', 'Non', 'No') },
    ],
    themes: say('Themes', 'Thèmes', 'Temas'),
    themeItems: [
      {
        value: 'work',
        label: say('Learning at work', 'Apprendre au travail', 'Aprender en el trabajo'),
        chosen: true,
      },
      {
        value: 'equity',
        label: say('Equity and inclusion', 'Équité et inclusion', 'Equidad e inclusión'),
        hint: say('also migrants', 'migrants compris', 'también migrantes'),
      },
    ],
    joined: say('Member since', 'Membre depuis', 'Miembro desde'),
    language: say('Language of the dossier', 'Langue du dossier', 'Idioma del expediente'),
    languages: [
      { value: 'en', label: 'English', chosen: true },
      { value: 'fr', label: 'Français' },
    ],
    site: say('Web page', 'Page web', 'Página web'),
    letter: say('Letter from the mayor', 'Lettre du maire', 'Carta de la alcaldía'),
    letterHint: say(
      'PDF, JPEG or PNG, up to 10 MB.',
      'PDF, JPEG ou PNG, 10 Mo au plus.',
      'PDF, JPEG o PNG, hasta 10 MB.',
    ),
    files: [{ label: 'letter-2026.pdf', href: '#main', size: 1_200_000 }],
    saveOn: say('Save and go on', 'Enregistrer et continuer', 'Guardar y seguir'),
    saveLeave: say('Save and leave', 'Enregistrer et quitter', 'Guardar y salir'),
    howRead: say('How the jury will read this', 'Comment le jury lira ceci', 'Cómo lo leerá el jurado'),
    howReadNote: say(
      'Criterion 3, 10 of 100 points',
      'Critère 3, 10 points sur 100',
      'Criterio 3, 10 de 100 puntos',
    ),
    levels: [
      level(
        4,
        exemplary,
        say(
          'lasting sources, others have copied it',
          'sources durables, reprises par d’autres',
          'fuentes duraderas, otros lo han copiado',
        ),
      ),
      level(
        3,
        established,
        say(
          'several sources, used to plan',
          'plusieurs sources, employées comme prévu',
          'varias fuentes, usadas según el plan',
        ),
      ),
      level(
        2,
        growing,
        say(
          'new sources, first results',
          'nouvelles sources, premiers résultats',
          'fuentes nuevas, primeros resultados',
        ),
      ),
      level(
        1,
        begun,
        say('one source, for one project', 'une source, pour un projet', 'una fuente, para un proyecto'),
      ),
      level(0, none),
    ],
  };
}

function levelWords(say: Say): string[] {
  return [
    say('Exemplary', 'Exemplaire', 'Ejemplar'),
    say('Established', 'Établi', 'Consolidado'),
    say('Growing', 'En progrès', 'En avance'),
    say('Begun', 'Commencé', 'Iniciado'),
    say('Not shown', 'Non démontré', 'No demostrado'),
  ];
}

function work(say: Say): Record<string, unknown> {
  const locked = say('Locked', 'Verrouillée', 'Bloqueada');
  const row = (
    city: string,
    country: string,
    region: string,
    state: string,
    word: string,
    total = '',
    saved = '',
  ) => ({ city, country, region, state, word, total, saved, language: say('English', 'Anglais', 'Inglés') });
  return {
    who: 'Jury 2027 · Amara Diallo-Berg',
    states: ['full', 'full', 'full', 'full', 'full', 'full', 'full', 'lit', 'half', 'open', 'open', 'open'],
    progress: say('7 of 12 done', '7 sur 12 faits', '7 de 12 hechos'),
    note: say(
      'Two are begun, three not opened. Lock by Friday 16 April 2027, 18:00 UTC.',
      'Deux commencés, trois à ouvrir. À verrouiller avant le vendredi 16 avril 2027 à 18 h UTC.',
      'Dos empezados, tres sin abrir. Bloquear hasta el viernes 16 de abril de 2027 a las 18:00 UTC.',
    ),
    goOn: say('Go on with Chiang Mai', 'Continuer avec Chiang Mai', 'Seguir con Chiang Mai'),
    filter: say('Your dossiers', 'Vos dossiers', 'Sus expedientes'),
    tabs: [
      { href: '#main', label: say('All', 'Tous', 'Todos'), count: 12, current: true },
      { href: '#main', label: say('Left to do', 'Restants', 'Pendientes'), count: 5 },
      { href: '#main', label: say('Locked', 'Verrouillés', 'Bloqueados'), count: 7 },
    ],
    print: {
      href: '#main',
      label: say('Print all score sheets', 'Imprimer toutes les fiches', 'Imprimir todas las fichas'),
    },
    heads: [
      { label: say('City', 'Ville', 'Ciudad') },
      { label: say('Region', 'Région', 'Región') },
      { label: say('Language', 'Langue', 'Idioma') },
      { label: say('Your card', 'Votre fiche', 'Su ficha') },
      { label: say('Your total of 100', 'Votre total sur 100', 'Su total de 100'), end: true },
      { label: say('Saved', 'Enregistré', 'Guardado'), end: true },
    ],
    rows: [
      row(
        'Dakar',
        say('Senegal', 'Sénégal', 'Senegal'),
        'AFR',
        'full',
        locked,
        say('71.3', '71,3', '71,3'),
        say('12 Mar', '12 mars', '12 mar'),
      ),
      row(
        'Gdynia',
        say('Poland', 'Pologne', 'Polonia'),
        'ENA',
        'full',
        locked,
        say('82.5', '82,5', '82,5'),
        say('12 Mar', '12 mars', '12 mar'),
      ),
      row(
        'Mérida',
        say('Mexico', 'Mexique', 'México'),
        'LAC',
        'full',
        locked,
        say('77.5', '77,5', '77,5'),
        say('14 Mar', '14 mars', '14 mar'),
      ),
      row(
        'Muharraq',
        say('Bahrain', 'Bahreïn', 'Baréin'),
        'ARB',
        'full',
        locked,
        say('70.0', '70,0', '70,0'),
        say('15 Mar', '15 mars', '15 mar'),
      ),
      row(
        'Chiang Mai',
        say('Thailand', 'Thaïlande', 'Tailandia'),
        'APA',
        'lit',
        say('You are here', 'Vous êtes ici', 'Usted está aquí'),
        say('4 of 8 criteria', '4 critères sur 8', '4 de 8 criterios'),
        say('today 14:02', 'à 14 h 02', 'hoy 14:02'),
      ),
      row(
        'Gulu',
        say('Uganda', 'Ouganda', 'Uganda'),
        'AFR',
        'half',
        say('In draft', 'En cours', 'En borrador'),
        say('6 of 8 criteria', '6 critères sur 8', '6 de 8 criterios'),
        say('17 Mar', '17 mars', '17 mar'),
      ),
      row(
        'Živinice',
        say('Bosnia and Herzegovina', 'Bosnie-Herzégovine', 'Bosnia y Herzegovina'),
        'ENA',
        'open',
        say('Not opened', 'À ouvrir', 'Sin abrir'),
      ),
    ],
  };
}

function card(say: Say): Record<string, unknown> {
  const [exemplary = '', established = '', growing = '', begun = '', none = ''] = levelWords(say);
  return {
    title: say(
      'Learning made accessible to all residents',
      'Apprentissage ouvert à tous les habitants',
      'Aprendizaje al alcance de todos los habitantes',
    ),
    question: say(
      '5.1 Which residents had no place to learn when the city joined, and have one today?',
      '5.1 Quels habitants n’avaient pas de lieu pour apprendre à l’adhésion, et en ont un aujourd’hui ?',
      '5.1 ¿Qué habitantes no tenían dónde aprender al adherirse la ciudad, y hoy lo tienen?',
    ),
    answer:
      'When we joined, three groups were missing from every list: the hill villages above Mae Rim, workers who came over the border, and people over seventy. None of the forty-one learning centres was open after six in the evening, and none taught in Shan or Karen.\n\nSince 2021 nine temples and two markets lend us rooms. Classes run from five to nine, in three languages, with a meal. Children come along. In 2025 we counted 6,240 adults in a first course; 58 of 100 were women, 31 of 100 had never been in a school.\n\nWe were wrong about one thing. The tablet lessons of 2022 reached almost nobody in the hills: no signal, and nobody to ask. We took the money back and pay village teachers instead.',
    figuresTitle: say(
      '5.2 Figures for last year',
      '5.2 Chiffres de l’an dernier',
      '5.2 Cifras del año pasado',
    ),
    figures: [
      {
        value: say('6,240', '6 240', '6240'),
        label: say('adults in a first course', 'adultes dans un premier cours', 'adultos en un primer curso'),
      },
      {
        value: '11',
        label: say('new places to learn', 'nouveaux lieux pour apprendre', 'lugares nuevos para aprender'),
      },
      {
        value: say('530,000', '530 000', '530 000'),
        label: say(
          'US dollars spent, 40 of 100 from outside',
          'dollars dépensés, 40 sur 100 d’ailleurs',
          'dólares gastados, 40 de 100 de fuera',
        ),
      },
    ],
    place: say(
      'Criterion 5 of 8, 20 of 100 points',
      'Critère 5 sur 8, 20 points sur 100',
      'Criterio 5 de 8, 20 de 100 puntos',
    ),
    legend: say('Your score', 'Votre note', 'Su nota'),
    levels: [
      {
        score: 0,
        word: none,
        text: say(
          'No answer, or nothing since the city joined.',
          'Pas de réponse, ou rien depuis l’adhésion.',
          'Sin respuesta, o nada desde la adhesión.',
        ),
      },
      {
        score: 1,
        word: begun,
        text: say('One measure, for one group.', 'Une mesure, pour un groupe.', 'Una medida, para un grupo.'),
      },
      {
        score: 2,
        word: growing,
        text: say(
          'Several groups reached, results not yet counted.',
          'Plusieurs groupes atteints, résultats non encore comptés.',
          'Varios grupos alcanzados, resultados aún sin contar.',
        ),
      },
      {
        score: 3,
        word: established,
        text: say(
          'Open to most residents, with numbers and a budget.',
          'Ouvert à la plupart, avec des chiffres et un budget.',
          'Abierto a la mayoría, con cifras y presupuesto.',
        ),
        chosen: true,
      },
      {
        score: 4,
        word: exemplary,
        text: say(
          'Open to all, barriers removed, copied by others.',
          'Ouvert à tous, obstacles levés, repris par d’autres.',
          'Abierto a todos, sin barreras, copiado por otros.',
        ),
      },
    ],
    remark: say('Remark for the city', 'Remarque pour la ville', 'Observación para la ciudad'),
    remarkHint: say(
      'Sent with the result, without your name. At least one sentence.',
      'Envoyée avec le résultat, sans votre nom. Au moins une phrase.',
      'Se envía con el resultado, sin su nombre. Al menos una frase.',
    ),
    remarkText:
      'The city says what failed and what it did about it, which is rare. I would like to see how many of the 6,240 went on to a second course.',
    next: say('Save, next criterion', 'Enregistrer, critère suivant', 'Guardar, criterio siguiente'),
    skip: say('Skip', 'Passer', 'Saltar'),
    cannot: say(
      'I cannot judge this criterion, which is not a zero',
      'Je ne peux pas juger ce critère, ce qui n’est pas un zéro',
      'No puedo juzgar este criterio, lo que no es un cero',
    ),
  };
}

function desk(say: Say): Record<string, unknown> {
  const of12 = (done: number) => say(`${done} of 12`, `${done} sur 12`, `${done} de 12`);
  const juror = (name: string, done: number, seen: string) => ({
    name,
    seen,
    done: of12(done),
    states: Array.from({ length: 12 }, (_, i) => (i < done ? 'full' : 'open')),
  });
  const region = (code: string, value: number, total: number) => ({
    code,
    value,
    total,
    words: say(`${value} of ${total}`, `${value} sur ${total}`, `${value} de ${total}`),
  });
  const locked = [
    0, 0, 0, 2, 5, 7, 7, 8, 12, 14, 17, 21, 21, 22, 26, 29, 33, 35, 39, 39, 40, 46, 51, 54, 59, 60, 61, 66,
    71,
  ];
  return {
    title: say('Desk', 'Bureau', 'Mesa'),
    due: say('Due', 'À faire', 'Por hacer'),
    behind: say('Behind the pace', 'En retard', 'Con retraso'),
    standing: say('How the jury stands', 'Où en est le jury', 'Cómo va el jurado'),
    stages: [
      {
        state: 'full',
        label: say('Call', 'Appel', 'Convocatoria'),
        notes: [say('78 dossiers', '78 dossiers', '78 expedientes')],
      },
      {
        state: 'full',
        label: say('Nomination', 'Désignation', 'Nominación'),
        notes: [say('41 sent on', '41 transmis', '41 remitidos')],
      },
      {
        state: 'full',
        label: say('Screening', 'Examen', 'Examen'),
        notes: [say('24 shortlisted', '24 retenus', '24 preseleccionados')],
      },
      {
        state: 'lit',
        label: say('Jury, now', 'Jury, en cours', 'Jurado, ahora'),
        notes: [say('71 of 120 locked', '71 verrouillées sur 120', '71 de 120 bloqueadas')],
      },
      {
        state: 'open',
        label: say('Decision', 'Décision', 'Decisión'),
        notes: [say('from 19 April', 'à partir du 19 avril', 'desde el 19 de abril')],
      },
      {
        state: 'open',
        label: say('Announcement', 'Annonce', 'Anuncio'),
        notes: [say('June 2027', 'juin 2027', 'junio de 2027')],
      },
    ],
    dues: [
      {
        when: say('Today', 'Aujourd’hui', 'Hoy'),
        text: say(
          'Braga lost a reader. A proposal is ready: one new pair, nobody else moves.',
          'Braga a perdu un lecteur. Une proposition est prête : une paire de plus, personne d’autre ne bouge.',
          'Braga perdió un lector. Hay una propuesta: un par nuevo, nadie más se mueve.',
        ),
        act: say('Look at it', 'La voir', 'Verla'),
      },
      {
        when: say('Fri 16', 'Ven. 16', 'Vie. 16'),
        text: say(
          'The jury closes at 18:00 UTC. 49 cards are open, five jurors are behind.',
          'Le jury ferme à 18 h UTC. 49 fiches sont ouvertes, cinq membres sont en retard.',
          'El jurado cierra a las 18:00 UTC. Quedan 49 fichas abiertas y cinco miembros con retraso.',
        ),
        act: say('Extend for one', 'Prolonger pour une personne', 'Prorrogar para uno'),
      },
    ],
    jurors: [
      juror('Sunil Perera', 1, say('last seen 18 March', 'vu le 18 mars', 'visto el 18 de marzo')),
      juror('Inés Caballero Ruiz', 5, say('last seen today', 'vue aujourd’hui', 'vista hoy')),
    ],
    write: say('Write to these 2', 'Écrire à ces 2 personnes', 'Escribir a estas 2 personas'),
    writeNote: say(
      'Next: the mail with real names. Nothing is sent yet.',
      'Ensuite : le message avec les vrais noms. Rien n’est encore envoyé.',
      'Después: el correo con nombres reales. Todavía no se ha enviado nada.',
    ),
    pace: {
      title: say('71 of 120 cards locked', '71 fiches verrouillées sur 120', '71 de 120 fichas bloqueadas'),
      label: say(
        '71 of 120 cards are locked today; an even pace would be 102',
        '71 fiches sur 120 sont verrouillées ; un rythme régulier serait 102',
        '71 de 120 fichas están bloqueadas; un ritmo regular serían 102',
      ),
      bars: locked.map((value, index) => ({ value, label: String(index), lit: index === locked.length - 1 })),
      even: say('even pace', 'rythme régulier', 'ritmo regular'),
      first: say('15 March', '15 mars', '15 de marzo'),
      now: say('today', 'aujourd’hui', 'hoy'),
      last: '16',
      note: say(
        'An even pace would be 102 today.',
        'Un rythme régulier serait 102 aujourd’hui.',
        'Un ritmo regular serían 102 hoy.',
      ),
    },
    readings: {
      title: say('Readings a dossier', 'Lectures par dossier', 'Lecturas por expediente'),
      label: say(
        'Dossiers by the number of their readings',
        'Dossiers selon le nombre de lectures',
        'Expedientes según el número de lecturas',
      ),
      bars: [0, 2, 7, 7, 6, 2].map((value, index) => ({ value, label: String(index) })),
      note: say(
        'Every dossier needs 5. Two have one: Gulu and Sharjah.',
        'Il en faut 5 par dossier. Deux en ont une : Gulu et Sharjah.',
        'Cada expediente necesita 5. Dos tienen una: Gulu y Sharjah.',
      ),
    },
    regions: {
      title: say('By region of the city', 'Par région de la ville', 'Por región de la ciudad'),
      items: [
        region('AFR', 13, 20),
        region('ARB', 10, 20),
        region('APA', 17, 30),
        region('ENA', 20, 30),
        region('LAC', 11, 20),
      ],
    },
  };
}

function decisionPart(say: Say): Record<string, unknown> {
  const row = (
    rank: number,
    city: string,
    country: string,
    region: string,
    scores: number[],
    median: number,
    [low, high]: [number, number],
    word = '',
  ) => {
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return {
      rank,
      city,
      country,
      region,
      scores,
      mean,
      median,
      low,
      high,
      proposed: word === '',
      word: word || say('Proposed', 'Proposée', 'Propuesta'),
      scoresLabel: say(
        `${city}: scores ${scores.join(', ')}`,
        `${city} : notes ${scores.join(' ; ')}`,
        `${city}: notas ${scores.join('; ')}`,
      ),
      rankLabel: say(
        `Rank ${rank}, between ${low} and ${high}`,
        `Rang ${rank}, entre ${low} et ${high}`,
        `Puesto ${rank}, entre ${low} y ${high}`,
      ),
    };
  };
  const count = (code: string, n: number) => ({
    code,
    states: [0, 1, 2].map((i) => (i < n ? 'full' : 'open')),
    words: say(`${n} of 3`, `${n} sur 3`, `${n} de 3`),
  });
  return {
    ranking: {
      title: say('Proposed selection', 'Sélection proposée', 'Selección propuesta'),
      lead: say(
        'Ten of 24 cities, total 793.35. No swap that the rules allow gives more.',
        'Dix villes sur 24, total 793,35. Aucun échange permis par les règles ne donne plus.',
        'Diez de 24 ciudades, total 793,35. Ningún cambio que permitan las reglas da más.',
      ),
      proof: say('Check the proof', 'Vérifier la preuve', 'Comprobar la prueba'),
      heads: {
        rank: say('Rank', 'Rang', 'Puesto'),
        city: say('City and country', 'Ville et pays', 'Ciudad y país'),
        region: say('Region', 'Région', 'Región'),
        mean: say('Mean', 'Moyenne', 'Media'),
        median: say('Median', 'Médiane', 'Mediana'),
        scores: say(
          'Five scores, bar at the mean',
          'Cinq notes, trait à la moyenne',
          'Cinco notas, trazo en la media',
        ),
        interval: say(
          'Rank interval, 95 of 100',
          'Intervalle du rang, 95 sur 100',
          'Intervalo del puesto, 95 de 100',
        ),
        proposal: say('Proposal', 'Proposition', 'Propuesta'),
      },
      rows: [
        row(
          1,
          'Sønderborg',
          say('Denmark', 'Danemark', 'Dinamarca'),
          'ENA',
          [80, 80.25, 84.25, 84, 91],
          84.25,
          [1, 6],
        ),
        row(
          2,
          'Bogotá',
          say('Colombia', 'Colombie', 'Colombia'),
          'LAC',
          [79, 80.25, 81.25, 84.5, 90.25],
          81.25,
          [1, 9],
        ),
        row(
          4,
          'Manizales',
          say('Colombia', 'Colombie', 'Colombia'),
          'LAC',
          [79, 79.25, 81.25, 81.25, 83.5],
          81.25,
          [1, 11],
          say('Country: Bogotá', 'Pays : Bogotá', 'País: Bogotá'),
        ),
        row(
          13,
          'Dakar',
          say('Senegal', 'Sénégal', 'Senegal'),
          'AFR',
          [69, 72, 72.25, 74.5, 83.5],
          72.25,
          [6, 19],
        ),
        row(
          15,
          'Nairobi',
          say('Kenya', 'Kenya', 'Kenia'),
          'AFR',
          [72.25, 73, 74.75, 75.25, 75.5],
          74.75,
          [6, 20],
          say('Lower score', 'Note inférieure', 'Nota inferior'),
        ),
      ],
      key: say(
        'AFR Africa, ENA Europe and North America, LAC Latin America and the Caribbean. The intervals of 15 cities reach across the tenth place (dotted line): there the order is not certain.',
        'AFR Afrique, ENA Europe et Amérique du Nord, LAC Amérique latine et Caraïbes. Les intervalles de 15 villes franchissent la dixième place (ligne pointillée) : là, l’ordre n’est pas certain.',
        'AFR África, ENA Europa y América del Norte, LAC América Latina y el Caribe. Los intervalos de 15 ciudades cruzan el décimo puesto (línea de puntos): ahí el orden no es seguro.',
      ),
      why: say('Higher score, not proposed', 'Note plus haute, non proposée', 'Nota más alta, no propuesta'),
      losers: [
        {
          title: say('Manizales, 80.85', 'Manizales, 80,85', 'Manizales, 80,85'),
          text: say(
            'Colombia has its one place with Bogotá. Putting Manizales in takes Bogotá out and costs 2.20.',
            'La Colombie a sa place avec Bogotá. Mettre Manizales retire Bogotá et coûte 2,20.',
            'Colombia tiene su plaza con Bogotá. Poner Manizales saca a Bogotá y cuesta 2,20.',
          ),
        },
        {
          title: say('Gdynia, 77.90', 'Gdynia, 77,90', 'Gdynia, 77,90'),
          text: say(
            'Europe and North America has its three. Putting Gdynia in takes Braga out and costs 0.95.',
            'L’Europe et l’Amérique du Nord ont leurs trois places. Mettre Gdynia retire Braga et coûte 0,95.',
            'Europa y América del Norte tiene sus tres. Poner Gdynia saca a Braga y cuesta 0,95.',
          ),
        },
      ],
      costs: say('What each rule costs', 'Ce que coûte chaque règle', 'Lo que cuesta cada regla'),
      counts: [count('AFR', 1), count('APA', 3), count('LAC', 2)],
    },
    sign: {
      title: say('Sign-off', 'Signature', 'Firma'),
      prepared: {
        label: say(
          'Prepared by Ingrid Solheim-Paz',
          'Préparé par Ingrid Solheim-Paz',
          'Preparado por Ingrid Solheim-Paz',
        ),
        note: say('20 April, 10:15 UTC', '20 avril, 10 h 15 UTC', '20 de abril, 10:15 UTC'),
      },
      signer: {
        label: say(
          'Second person: you, Kofi Marchetti',
          'Seconde personne : vous, Kofi Marchetti',
          'Segunda persona: usted, Kofi Marchetti',
        ),
        note: say(
          'You did not prepare this and have no conflict.',
          'Vous ne l’avez pas préparé et n’avez pas de conflit.',
          'Usted no lo preparó y no tiene conflicto.',
        ),
      },
      statement: {
        value: 'yes',
        label: say(
          'I have read the ranking, the three cases and the rule costs.',
          'J’ai lu le classement, les trois cas et le coût des règles.',
          'He leído la clasificación, los tres casos y el coste de las reglas.',
        ),
      },
      reason: say('Reason, if you send it back', 'Motif, si vous le renvoyez', 'Motivo, si lo devuelve'),
      sign: say('Sign ten awards', 'Signer dix prix', 'Firmar diez galardones'),
      back: say('Send back', 'Renvoyer', 'Devolver'),
      note: say(
        'Signing mails nobody. The embargo ends in June 2027, at the ceremony.',
        'Signer n’écrit à personne. L’embargo prend fin en juin 2027, à la cérémonie.',
        'Firmar no envía ningún correo. El embargo termina en junio de 2027, en la ceremonia.',
      ),
    },
  };
}

function results(say: Say): Record<string, unknown> {
  const pin = (longitude: number, latitude: number, region: string, number: number) => ({
    longitude,
    latitude,
    region,
    number,
  });
  const history = (code: string, ...counts: number[]) => ({
    code,
    counts,
    total: counts.reduce((a, b) => a + b, 0),
  });
  return {
    title: say('Ten awarded cities', 'Dix villes lauréates', 'Diez ciudades galardonadas'),
    lead: say(
      'Announced in Jubail on 2 December 2024. One a country, from all five regions.',
      'Annoncées à Jubail le 2 décembre 2024. Une par pays, des cinq régions.',
      'Anunciadas en Jubail el 2 de diciembre de 2024. Una por país, de las cinco regiones.',
    ),
    map: say(
      'Map of the ten cities; the list follows',
      'Carte des dix villes ; la liste suit',
      'Mapa de las diez ciudades; sigue la lista',
    ),
    pins: [
      pin(-5.03, 7.69, 'AFR', 1),
      pin(-7.95, 32.24, 'ARB', 2),
      pin(51.53, 25.29, 'ARB', 3),
      pin(38.06, 24.09, 'ARB', 4),
      pin(126.93, 37.6, 'APA', 5),
      pin(114.3, 30.59, 'APA', 6),
      pin(-8.47, 51.9, 'ENA', 7),
      pin(-4.25, 55.86, 'ENA', 8),
      pin(-79, -2.9, 'LAC', 9),
      pin(-100.39, 20.59, 'LAC', 10),
    ],
    list: say('The cities, by region', 'Les villes, par région', 'Las ciudades, por región'),
    regions: [
      { code: 'AFR', cities: [{ number: 1, name: 'Bouaké', country: 'Côte d’Ivoire' }] },
      {
        code: 'ARB',
        cities: [
          { number: 2, name: 'Benguerir', country: say('Morocco', 'Maroc', 'Marruecos') },
          { number: 3, name: 'Doha', country: say('Qatar', 'Qatar', 'Catar') },
          {
            number: 4,
            name: 'Yanbu Industrial City',
            country: say('Saudi Arabia', 'Arabie saoudite', 'Arabia Saudita'),
          },
        ],
      },
    ],
    history: say(
      'Fifty-eight awards since 2015',
      'Cinquante-huit prix depuis 2015',
      'Cincuenta y ocho galardones desde 2015',
    ),
    years: [2015, 2017, 2019, 2021, 2024],
    total: 'Total',
    rows: [
      history('AFR', 1, 2, 1, 0, 1),
      history('ARB', 1, 2, 1, 3, 3),
      history('APA', 4, 4, 3, 3, 2),
      history('ENA', 3, 6, 3, 3, 2),
      history('LAC', 3, 2, 2, 1, 2),
    ],
  };
}

function lastPart(say: Say): Record<string, unknown> {
  return {
    receipt: {
      title: say('Your card is locked', 'Votre fiche est verrouillée', 'Su ficha está bloqueada'),
      items: criteria(say)
        .slice(0, 3)
        .map((term, index) => ({ term, value: `${index + 2}` })),
      next: say(
        'The jury closes on 16 April 2027. You will see the others’ scores after that.',
        'Le jury ferme le 16 avril 2027. Vous verrez ensuite les notes des autres.',
        'El jurado cierra el 16 de abril de 2027. Después verá las notas de los demás.',
      ),
    },
    states: {
      title: say('States', 'États', 'Estados'),
      items: [
        { state: 'open', label: say('Not started', 'À commencer', 'Sin empezar') },
        { state: 'half', label: say('In draft', 'En cours', 'En borrador') },
        { state: 'full', label: say('Ready', 'Prête', 'Lista') },
        { state: 'need', label: say('Needs you', 'À corriger', 'Le espera') },
        { state: 'lit', label: say('Proposed', 'Proposée', 'Propuesta') },
      ],
      longRow: say('31 of 60 done', '31 sur 60 faits', '31 de 60 hechos'),
      many: Array.from({ length: 60 }, (_, i) => (i < 31 ? 'full' : 'open')),
      check: say('Check your answers', 'Vérifier vos réponses', 'Revisar sus respuestas'),
      answers: [
        { term: say('Member since', 'Membre depuis', 'Miembro desde'), value: '2017', href: '#main' },
      ],
      links: [
        say('Show all 24', 'Afficher les 24', 'Mostrar las 24'),
        say('Export this table', 'Exporter ce tableau', 'Exportar esta tabla'),
      ],
      link: say('Withdraw', 'Retirer', 'Retirar'),
    },
  };
}
