"""Celery, sockets, mails and texts: work may run twice and is never lost: the database remembers what is to be done."""

import os
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab

from config.env import ROOT, env

_producer = os.environ.get("LINTEL_PROCESS") not in ("worker", "beat")
_visibility = 10 if env.name == "test" else 300

CELERY_BROKER_URL = env.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5 if _producer else 4
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": _visibility,
    "unacked_restore_interval": 5 if env.name == "test" else 15,
    "unacked_restore_throttle": 1,
    # default, mail, media: in turns, 200 pictures would hold up 200 letters.
    "queue_order_strategy": "sorted",
    "global_keyprefix": f"{os.environ.get('LINTEL_TEST_DATABASE', 'lintel')}:",
    # A request that hands over work must not wait for a broker that is away; a worker may.
    **({"max_retries": 0, "socket_timeout": 0.5, "socket_connect_timeout": 0.5} if _producer else {}),
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "marketplace.media.tasks.*": {"queue": "media"},
    "blog.tasks.*": {"queue": "media"},
    # Takes minutes for somebody with many photos: no letter waits for it.
    "marketplace.accounts.tasks.make_copy": {"queue": "media"},
    "marketplace.accounts.tasks.*": {"queue": "mail"},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = "UTC"

CELERY_BEAT_SCHEDULER = "redbeat.RedBeatScheduler"
CELERY_REDBEAT_REDIS_URL = env.broker_url
CELERY_REDBEAT_LOCK_TIMEOUT = 30
# A broker that stumbles is asked again; hung for some ten seconds it ends beat, which is then started anew.
CELERY_REDBEAT_REDIS_OPTIONS = {"retry_period": 60, "socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
# Every periodic task on one screen.
CELERY_BEAT_SCHEDULE = {
    "deliver events still open": {"task": "marketplace.audit.tasks.sweep", "schedule": 10.0},
    "send mail that is due": {"task": "marketplace.accounts.tasks.send_due", "schedule": 10.0},
    "lift limits that are over": {"task": "marketplace.accounts.tasks.lift_due", "schedule": 60.0},
    "copies of data and erasures": {"task": "marketplace.accounts.tasks.care_for_data", "schedule": 300.0},
    "write counted views down": {"task": "marketplace.analytics.tasks.flush", "schedule": 60.0},
    "make sizes still missing": {"task": "marketplace.media.tasks.catch_up", "schedule": 600.0},
    "sweep unused files": {"task": "marketplace.media.tasks.sweep", "schedule": crontab(hour=3, minute=10)},
    "forget idempotency keys": {"task": "marketplace.audit.tasks.forget_keys", "schedule": crontab(hour=3, minute=25)},
    "forget sign-ups that nobody confirmed": {
        "task": "marketplace.accounts.tasks.forget_unconfirmed",
        "schedule": crontab(minute=30),
    },
    "refresh search vocabulary": {"task": "search.tasks.refresh_vocabulary", "schedule": crontab(hour=3, minute=40)},
    "bring the index up to date": {"task": "search.tasks.reconcile", "schedule": crontab(hour=3, minute=50)},
    "end verifications that are over": {
        "task": "marketplace.verification.tasks.expire_due",
        "schedule": crontab(minute=20),
    },
    "forget papers of old verifications": {
        "task": "marketplace.verification.tasks.forget_old_papers",
        "schedule": crontab(hour=3, minute=20),
    },
    "recount totals": {"task": "marketplace.analytics.tasks.recount", "schedule": crontab(hour=4, minute=10)},
    "recount savers of projects": {
        "task": "marketplace.projects.tasks.recount_favourites",
        "schedule": crontab(hour=4, minute=15),
    },
    "recount savers of specialists": {
        "task": "marketplace.specialists.tasks.recount_favourites",
        "schedule": crontab(hour=4, minute=20),
    },
    "forget what is over": {"task": "config.tasks.forget", "schedule": crontab(hour=3, minute=30)},
    "show that workers work": {"task": "config.tasks.canary", "schedule": 30.0},
    "forget old messages": {"task": "pages.tasks.forget_messages", "schedule": crontab(hour=3, minute=35)},
    "publish what is due": {"task": "pages.tasks.publish_scheduled", "schedule": 60.0},
    "make sizes of editors' pictures": {"task": "blog.tasks.catch_up", "schedule": 300.0},
}

TASKS: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": (
            "django_tasks.backends.immediate.ImmediateBackend"
            if env.name in ("test", "build")
            else "config.tasks.CeleryBackend"
        ),
        "QUEUES": [],
    }
}

# Where text messages go, with its keys; empty: nobody's number can be proved.
SMS_URL = env.sms_url

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": env.redis_url.rsplit("/", 1)[0] + "/2", "socket_timeout": None}]},
    }
}

_mail = urlsplit(env.email_url)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.from_email
SERVER_EMAIL = env.from_email
if env.name == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif _mail.scheme == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = ROOT / ".local" / env.name / "mail"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
