export const USAGE = `Usage: npm start [-- OPTIONS]

Runs the whole system on this machine, with no account anywhere: webhook, worker, operator API, ledger, queue,
topic, and a stand-in for ThousandEyes. Sends a sample alert to itself and prints the notification.

  --once            exit after the sample's notification: 0 when it came, 1 when it did not
  --within SECONDS  how long --once waits for it (120)
  --no-sample       send nothing
  --open            open the board in the browser
  --watch           build and start anew whenever a source changes; port and ledger stay
  --verbose         on a terminal: the functions' logs too
  --json            on a terminal: the same output as in a pipe
  --help            show this

Environment variables:
  PORT                    port of the webhook and the operator API (3000)
  THOUSANDEYES_API_URL    a real API, such as https://api.thousandeyes.com/v7 (absent: the stand-in).
                          Then snapshots are real, no sample is sent, and the three tokens must be your own.
  THOUSANDEYES_TOKEN      the bearer token for it, or for the stand-in (local-thousandeyes-token)
  LINK_VISIBILITY         share: links open without a login; login: they need one (share)
  WEBHOOK_TOKEN           what the webhook accepts (local-webhook-token)
  OPERATOR_TOKEN          what the operator API accepts, at least 20 characters (local-operator-token)
  ALLOWED_HOSTS           host names of a front that forwards requests, with commas between them;
                          this machine's own names are always allowed, on any port
  PUBLIC_URL              where a browser finds this system, if its port is forwarded under another address, such as
                          http://localhost:8080: links lead there, and its host is allowed
  UNKNOWN_TESTS           refuse: the stand-in answers 404 for tests that are neither in its account nor in a sample
                          of events/; accept: it takes any test id, so that alerts of your own get a link (accept)
  SNAPSHOT_LIMIT          snapshots per period (5)
  SNAPSHOT_LIMIT_SECONDS  length of the period (300)
  SCHEDULES_FILE          the planned evidence that runs here too (schedules.yml)
  DATA_DIR                keeps the ledger and the stand-in's snapshots over restarts (absent: memory)

Open the board, URL/, in a browser, and sign in with OPERATOR_TOKEN.
With the stand-in it offers sample alerts, a storm, and faults to watch.

On a terminal: the addresses, then a line for every event. NO_COLOR takes the colors away.
In a pipe, and with --json: standard output has "ready URL", then a line "notification {json}" for every message on
the topic; standard error has the logs.

Ctrl-C ends it at any time. Exit code: 0, or 1 with one line that says why.`;
