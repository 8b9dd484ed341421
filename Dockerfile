# hexapla in a small image:
#
#   docker build --tag hexapla .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" hexapla check
#
# The container needs no network at run time: add `--network none` where you want that held.
FROM rust:1-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY benches benches
COPY docs/report.schema.json docs/report.schema.json
RUN cargo build --release --locked --bin hexapla

FROM alpine:3
# git answers which revision of the source a translation was made from. The repository is mounted
# and often belongs to another user, whom git would not trust; hexapla lets git run nothing that a
# repository configures, so here all may be trusted.
# hadolint ignore=DL3018
RUN apk add --no-cache git \
    && git config --system --add safe.directory '*' \
    && adduser -D -H -u 10001 hexapla
COPY --from=build /src/target/release/hexapla /usr/local/bin/hexapla
USER 10001
WORKDIR /work
ENTRYPOINT ["hexapla"]
CMD ["--help"]
