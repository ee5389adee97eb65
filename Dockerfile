FROM python:3.13-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core gettext \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app dialog \
    && install -d -o dialog /app/var /files

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
# The key signs nothing here and is not kept; without one a key would be made and stay in the image.
RUN for po in locale/*/LC_MESSAGES/django.po; do msgfmt --check-format -o "${po%.po}.mo" "$po"; done \
    && DIALOG_SECRET_KEY=unused python manage.py collectstatic --no-input --verbosity 0

USER dialog
ENV HOST=0.0.0.0 PORT=8000 DIALOG_FILES=/files
EXPOSE 8000
VOLUME /files
CMD ["gunicorn"]
