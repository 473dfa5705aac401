# One image for every process: pages, redirect, worker, beat. It holds no secret; all settings come from the environment.
FROM python:3.12-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir -r requirements.txt
COPY . .
ENV DATA_DIR=/build PATH=/venv/bin:$PATH
RUN python manage.py build_assets && python manage.py collectstatic --noinput && rm -f /build/secret /build/token-keys

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home firsthand \
    && mkdir -p /data /spool /media && chown firsthand /data /spool /media
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=firsthand /build/static /data/static
COPY --from=build --chown=firsthand /build/built /data/built
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data SPOOL_DIR=/spool MEDIA_DIR=/media
USER firsthand
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", "config.wsgi:application"]
