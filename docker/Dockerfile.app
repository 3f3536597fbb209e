# The app: HTTP API, inbox, outbox, the spool's keeper. Build context: the root of the repository.
ARG SWIFT_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    ca-certificates libsqlite3-dev libyaml-dev libzstd-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product fragrance \
    && strip -o /fragrance "$(swift build -c release --static-swift-stdlib --show-bin-path)/fragrance"

FROM ${RUNTIME_IMAGE}
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    libsqlite3-0 libstdc++6 libyaml-0-2 libzstd1 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app fragrance \
    && install -d -o fragrance -g fragrance -m 2775 /app/jobs
COPY --from=build /fragrance /usr/local/bin/fragrance
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY configs /app/configs
COPY env /app/env
WORKDIR /app
USER 10001
ENV FRAGRANCE_HOME=/app JOBS_DIR=/app/jobs API_HOST=0.0.0.0
VOLUME /app/jobs
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s --retries=3 \
    CMD ["fragrance", "health", "--url", "http://127.0.0.1:8000/health/live"]
ENTRYPOINT ["fragrance"]
CMD ["serve"]
