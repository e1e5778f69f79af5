# Trunkline in one image: the program as it stands in the repository, with its pages built.
# Nothing is written outside /data and /tmp, so the container may run read-only.

FROM node:24-slim AS build
WORKDIR /srv/trunkline
COPY package.json package-lock.json .npmrc ./
# Node runs TypeScript through tsx and the pages are built by vite: both are runtime dependencies.
RUN npm ci --omit=dev --ignore-scripts
COPY tsconfig.json ./
COPY db db
COPY platform platform
COPY channels channels
COPY backoffice backoffice
COPY hub hub
COPY ui ui
# The demo's stand-ins for providers; production refuses to load them.
COPY test/fakes test/fakes
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 RADIUS_HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /srv/trunkline
COPY --from=build /srv/trunkline /srv/trunkline
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000 1812/udp 1813/udp
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/livez`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: signals must reach the program, which then ends its work before it stops.
CMD ["node", "--import", "tsx", "hub/start.ts"]
