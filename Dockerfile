# One image for the server and the notify worker; which of them runs is the command.
FROM node:20-bookworm-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends g++ make python3
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts && npm rebuild better-sqlite3
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY workers workers
RUN node_modules/.bin/tsc -p tsconfig.build.json
RUN npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data AWARD_HOST=0.0.0.0
RUN mkdir /data && chown node:node /data
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY drizzle drizzle
COPY locales locales
COPY public public
COPY seed seed
COPY docs/package-format.md docs/
COPY verifier verifier
COPY views views
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "dist/src/main.js"]
