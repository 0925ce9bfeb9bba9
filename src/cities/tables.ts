import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const cities = sqliteTable('cities', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  localName: text('local_name'),
  languageTag: text('language_tag'),
  country: text('country').notNull(),
  region: text('region', { enum: ['AFR', 'ARB', 'APA', 'ENA', 'LAC'] }).notNull(),
  joined: text('joined'),
  latitude: real('latitude'),
  longitude: real('longitude'),
  source: text('source').notNull(),
  addedAt: integer('added_at').notNull(),
});

export const pastAwards = sqliteTable('past_awards', {
  id: text('id').primaryKey(),
  year: integer('year').notNull(),
  cityId: text('city_id').references(() => cities.id),
  cityName: text('city_name').notNull(),
  country: text('country').notNull(),
  region: text('region').notNull(),
  latitude: real('latitude'),
  longitude: real('longitude'),
});
