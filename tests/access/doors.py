"""Who may come through which door, written out by hand: the product's own table is not asked.

A door that is served and does not stand here fails the build, and so does one that stands here and
is served no longer. Change it together with domain/access/routes.py, and only on purpose.
"""

AT_WORK = "dispatcher leader department village grid_worker police mediation"
ADMINISTRATORS = "system_admin security_admin audit_admin"
DISCIPLINE = "discipline_officer"
CENTRE = "window_clerk duty_clerk body_officer case_reviewer study_secretary"
SIGNED_IN = f"{AT_WORK} {CENTRE} {DISCIPLINE} partner firm_contact {ADMINISTRATORS}"
SCREENS = f"{AT_WORK} wall"
SHELL = f"{SIGNED_IN} wall"
# Who has still to change a password, who has given only a password, and who has said nothing.
OWING, HALF, STRANGER = "owing", "half", "stranger"
EVERYBODY = f"{SHELL} hall kiosk feed machine key {OWING} {HALF} {STRANGER}"
OWN = f"{SIGNED_IN} {OWING}"
# Who carries a phone in the field.
PHONES = "village grid_worker police"
DESK = "dispatcher leader department"
FEEDS = "feed machine"
READERS = f"{AT_WORK} machine"

HTTP: tuple[tuple[str, str], ...] = (
    (
        EVERYBODY,
        """
        GET /healthz
        HEAD /healthz
        GET /login
        POST /login
        GET /login/code
        POST /login/code
        GET /login/oidc
        GET /login/oidc/callback
        GET /logout
        POST /logout
        GET /pair
        POST /pair
        GET /assets/00_tokens.css
        GET /assets/01_fonts.css
        GET /assets/favicon.ico
        GET /assets/fonts/{any}
        GET /assets/pages/entrance/{any}
        GET /case/{token}
        POST /case/{token}
        GET /assets/pages/case/{any}
        POST /video/hook
        GET /survey/{token}
        POST /survey/{token}
        GET /assets/pages/survey/{any}
        GET /m
        GET /m/manifest.webmanifest
        GET /m/worker.js
        GET /m/{name}
        """,
    ),
    (
        PHONES,
        """
        GET /api/v1/field/me
        GET /api/v1/field/units
        POST /api/v1/field/bind
        POST /api/v1/field/sign-out
        POST /api/v1/field/duty
        POST /api/v1/field/pin
        POST /api/v1/field/passkey/begin
        POST /api/v1/field/passkey
        POST /api/v1/field/passkey/question
        POST /api/v1/field/passkey/open
        POST /api/v1/field/passkey/removal
        POST /api/v1/field/lock
        POST /api/v1/field/awake
        POST /api/v1/field/push
        GET /api/v1/field/orders
        POST /api/v1/field/orders/{assignment_id}
        POST /api/v1/field/sos
        GET /api/v1/field/sos/{number}
        GET /api/v1/field/talk
        GET /api/v1/field/talk/{number}
        POST /api/v1/field/talk/{number}
        POST /api/v1/field/talk/{number}/marks
        POST /api/v1/field/talk/{number}/photos
        GET /api/v1/field/talk/{number}/photos/{message_id}/photos/{file_id}
        POST /api/v1/field/broadcasts/marks
        GET /api/v1/field/helps
        POST /api/v1/field/helps/{help_id}/done
        POST /api/v1/field/standbys/{standby_id}
        """,
    ),
    (
        "dispatcher system_admin",
        """
        GET /api/v1/field/devices
        POST /api/v1/field/devices/{device_id}/revocation
        """,
    ),
    (
        OWN,
        """
        GET /account
        POST /account/password
        POST /account/factor
        POST /account/factor/remove
        POST /account/sessions/{public_id}
        GET /api/v1/admin/me
        """,
    ),
    (
        SHELL,
        """
        GET /design
        GET /{path:path}
        GET /assets/{any}
        GET /assets/packs/{name}
        GET /_dash-component-suites/{package_name}/{fingerprinted_path:path}
        GET /_dash-layout
        GET /_dash-dependencies
        GET /_reload-hash
        GET /_favicon.ico
        POST /_dash-update-component
        GET /map/{version}/{name}
        HEAD /map/{version}/{name}
        GET /basemap/{name}
        HEAD /basemap/{name}
        """,
    ),
    (
        DESK,
        """
        POST /api/v1/video/cameras/{camera_id}/open
        POST /api/v1/video/cameras/{camera_id}/playback
        GET /api/v1/video/cameras/{camera_id}/recordings
        POST /api/v1/video/cameras/{camera_id}/snapshot
        GET /api/v1/video/sources
        GET /video
        GET /api/v1/video/choices
        GET /api/v1/video/arrangements
        POST /api/v1/video/arrangements
        POST /api/v1/video/arrangements/{arrangement_id}/removal
        GET /api/v1/video/sights
        POST /api/v1/video/cameras/{camera_id}/evidence
        """,
    ),
    (
        "dispatcher department",
        """
        POST /api/v1/video/cameras/{camera_id}/turn
        GET /api/v1/video/cameras/{camera_id}/presets
        POST /api/v1/video/cameras/{camera_id}/presets
        """,
    ),
    (
        "dispatcher leader",
        """
        GET /api/v1/video/walls
        POST /api/v1/video/walls/{wall_id}/tile
        POST /api/v1/video/walls/{wall_id}/tile/removal
        """,
    ),
    (
        "wall",
        """
        GET /api/v1/video/wall
        POST /api/v1/video/wall/open
        """,
    ),
    (
        # a wall only what somebody has sent to it: the token says which
        f"{DESK} wall",
        """
        POST /api/v1/video/looks/{look_id}/renew
        POST /api/v1/video/looks/{look_id}/seen
        POST /api/v1/video/looks/{look_id}/close
        GET /video/hls/{stream_token}/{rest:path}
        GET /video/snap/{stream_token}
        POST /video/whep/{stream_token}
        PATCH /video/whep/{stream_token}/{session_id}
        DELETE /video/whep/{stream_token}/{session_id}
        """,
    ),
    (
        SCREENS,
        """
        GET /
        GET /wall
        GET /wall/{any}
        GET /community/{code}
        GET /area/{code}
        GET /brief
        GET /brief/{day}.json
        GET /api/v1/topics
        GET /api/v1/net/party/photos/{file_id}
        GET /api/v1/search
        POST /api/v1/walls/chimes
        """,
    ),
    (
        READERS,
        """
        GET /api/v1/incidents
        GET /api/v1/reports
        GET /api/v1/incidents/{number}
        GET /api/v1/units/{unit_id}
        GET /api/v1/nearest
        GET /api/v1/areas/{code}
        GET /api/v1/areas/{code}/statistics
        GET /api/v1/areas/{code}/statistics/rows
        """,
    ),
    (
        f"{CENTRE} mediation leader",
        """
        GET /centre/figures
        """,
    ),
    (
        f"{CENTRE} {DISCIPLINE} mediation leader",
        """
        GET /centre
        GET /api/v1/centre
        GET /api/v1/cases
        GET /api/v1/cases.csv
        GET /api/v1/cases.xlsx
        GET /api/v1/cases/{code_of_case}
        GET /api/v1/cases/{code_of_case}/slip.pdf
        POST /api/v1/cases/{code_of_case}/steps
        GET /api/v1/centre/talks
        GET /api/v1/cases/{code_of_case}/talk
        POST /api/v1/cases/{code_of_case}/talk
        POST /api/v1/cases/{code_of_case}/talk/read
        POST /api/v1/cases/{code_of_case}/talk/{message_id}/photos
        GET /api/v1/cases/{code_of_case}/talk/{message_id}/photos/{file_id}
        GET /api/v1/cases/{code_of_case}/helps
        POST /api/v1/cases/{code_of_case}/helps
        POST /api/v1/cases/{code_of_case}/helps/{help_id}/end
        GET /api/v1/cases/{code_of_case}/papers
        POST /api/v1/cases/{code_of_case}/papers
        GET /api/v1/cases/{code_of_case}/papers/{form}.pdf
        POST /api/v1/cases/{code_of_case}/papers/{paper_id}/removal
        POST /api/v1/cases/{code_of_case}/papers/{paper_id}/signatures
        GET /api/v1/cases/{code_of_case}/files/{file_id}
        POST /api/v1/cases/{code_of_case}/numbers
        POST /api/v1/cases/{code_of_case}/dossier
        GET /api/v1/cases/{code_of_case}/dossier/{export_id}
        GET /api/v1/cases/{code_of_case}/dossier/{export_id}/dossier.pdf
        POST /api/v1/cases/{code_of_case}/slips
        POST /api/v1/cases/{code_of_case}/slips/revocation
        GET /api/v1/cases/{code_of_case}/matching
        POST /api/v1/cases/{code_of_case}/choices
        GET /api/v1/cases/{code_of_case}/sessions
        POST /api/v1/cases/{code_of_case}/sessions
        POST /api/v1/cases/{code_of_case}/sessions/{session_id}/record
        POST /api/v1/cases/{code_of_case}/sessions/{session_id}/cancellation
        GET /api/v1/cases/{code_of_case}/agreement
        POST /api/v1/cases/{code_of_case}/agreement
        GET /api/v1/cases/{code_of_case}/bookings
        POST /api/v1/cases/{code_of_case}/bookings
        GET /api/v1/centre/bookings
        POST /api/v1/centre/bookings/{booking_id}/move
        POST /api/v1/centre/bookings/{booking_id}/cancel
        """,
    ),
    (
        f"{DESK} village grid_worker police",
        """
        GET /net
        GET /net/grid/{code}
        """,
    ),
    (f"{DESK} village grid_worker", "GET /net/people"),
    (
        f"{DESK} village police",
        """
        GET /video/cameras
        GET /api/v1/video/cameras
        GET /api/v1/video/cameras/{camera_id}
        GET /api/v1/video/cameras/states
        """,
    ),
    (SHELL, "GET /api/v1/video/cameras/map"),
    ("department village leader", "GET /net/party"),
    (DESK, "GET /net/views"),
    (f"{DESK} village grid_worker", "GET /net/items"),
    (f"{DESK} village grid_worker", "GET /net/item-classes"),
    (f"{DESK} village police", "GET /net/fusion"),
    (DESK, "GET /net/surveys"),
    (
        f"{DESK} village",
        """
        GET /video/inspections
        GET /video/rooms
        """,
    ),
    (
        f"{DESK} village police",
        """
        GET /video/places
        GET /api/v1/video/places
        """,
    ),
    ("dispatcher leader village grid_worker", "GET /net/credit"),
    (
        f"{DESK} village grid_worker",
        """
        GET /net/tasks
        GET /api/v1/net/items
        GET /api/v1/net/items/figures
        GET /api/v1/net/items/{item_id}
        GET /api/v1/net/items/{item_id}/photos/{file_id}
        GET /api/v1/net/item-classes
        GET /api/v1/net/item-parts
        GET /api/v1/net/tasks
        GET /api/v1/net/tasks/figures
        GET /api/v1/net/inbox
        GET /api/v1/net/tasks/{task_id}
        GET /api/v1/net/tasks/{task_id}/photos/{file_id}
        GET /api/v1/net/task-types
        GET /api/v1/net/task-schedules
        GET /api/v1/net/task-week
        GET /api/v1/net/findings
        """,
    ),
    (
        "dispatcher department village grid_worker",
        """
        POST /api/v1/net/tasks/{task_id}/done
        POST /api/v1/net/tasks/{task_id}/photos
        POST /api/v1/net/findings
        """,
    ),
    (
        "dispatcher department village grid_worker police",
        """
        POST /api/v1/net/items
        POST /api/v1/net/items/{item_id}/photos
        """,
    ),
    (
        "dispatcher",
        """
        POST /api/v1/net/items/{item_id}/file
        POST /api/v1/net/items/{item_id}/refusal
        POST /api/v1/net/items/{item_id}/dispatch
        """,
    ),
    (
        "dispatcher department",
        """
        POST /api/v1/net/tasks/{task_id}/cancel
        POST /api/v1/net/task-types
        POST /api/v1/net/task-schedules
        POST /api/v1/net/task-schedules/{schedule_id}/end
        """,
    ),
    (
        "dispatcher leader",
        """
        POST /api/v1/net/task-types/{type_id}/decision
        POST /api/v1/net/task-types/{type_id}/withdrawal
        POST /api/v1/net/items/{item_id}/decision
        POST /api/v1/net/items/{item_id}/resumption
        """,
    ),
    (
        "dispatcher department village",
        """
        POST /api/v1/net/tasks/leave
        POST /api/v1/net/items/{item_id}/return
        POST /api/v1/net/items/{item_id}/handled
        POST /api/v1/net/items/{item_id}/request
        POST /api/v1/net/tasks/{task_id}/check
        """,
    ),
    (
        "dispatcher village grid_worker",
        """
        POST /api/v1/net/items/{item_id}/check
        GET /api/v1/net/care
        POST /api/v1/net/care/visits/{visit_id}
        """,
    ),
    (
        "dispatcher village",
        """
        POST /api/v1/net/care
        POST /api/v1/net/care/{care_id}/end
        """,
    ),
    (f"{CENTRE} leader", "GET /centre/mediators"),
    ("duty_clerk body_officer leader partner", "GET /centre/advice"),
    ("firm_contact duty_clerk body_officer leader", "GET /centre/firms"),
    ("window_clerk duty_clerk machine", "POST /api/v1/cases"),
    (
        f"{CENTRE} hall kiosk",
        """
        GET /api/v1/queue
        GET /assets/pages/board/{any}
        """,
    ),
    (
        f"{CENTRE} mediation leader",
        """
        GET /centre/rota
        GET /api/v1/centre/rota
        POST /api/v1/centre/rota/{duty_id}/{act}
        """,
    ),
    (f"duty_clerk {DISCIPLINE}", "GET /centre/keeping"),
    (
        "duty_clerk security_admin",
        """
        GET /centre/premises
        GET /api/v1/centre/versions
        POST /api/v1/centre/changes
        """,
    ),
    (
        "duty_clerk",
        """
        POST /api/v1/centre/rota
        POST /api/v1/centre/rota/file
        """,
    ),
    (
        f"{CENTRE} hall",
        """
        GET /centre/hall
        GET /assets/pages/hall/{any}
        """,
    ),
    (
        "window_clerk duty_clerk kiosk",
        """
        GET /centre/kiosk
        GET /assets/pages/kiosk/{any}
        POST /api/v1/queue/tickets
        GET /api/v1/queue/tickets/{ticket_id}/paper.pdf
        """,
    ),
    (
        CENTRE,
        """
        GET /centre/queue
        POST /api/v1/queue/tickets/{ticket_id}/back
        POST /api/v1/queue/end-of-day
        POST /api/v1/queue/windows/{window}/{act}
        """,
    ),
    (
        "machine",
        """
        POST /api/v1/incidents
        PATCH /api/v1/incidents/{number}
        PUT /api/v1/units/{unit_id}
        DELETE /api/v1/units/{unit_id}
        """,
    ),
    (
        PHONES,
        """
        GET /api/v1/field/report-options
        GET /api/v1/field/around
        GET /api/v1/field/map
        GET /api/v1/field/reports
        POST /api/v1/field/reports
        POST /api/v1/field/reports/{key}/files
        GET /api/v1/field/work
        POST /api/v1/field/tasks/{task_id}/done
        POST /api/v1/field/tasks/{task_id}/photos
        POST /api/v1/field/visits/{visit_id}
        GET /api/v1/field/sharing
        POST /api/v1/field/sharing
        POST /api/v1/field/positions
        POST /api/v1/field/tracker
        POST /api/v1/field/tracker/end
        """,
    ),
    (
        FEEDS,
        """
        GET /ingest/osmand
        GET /ingest/osmand/
        POST /ingest/osmand
        POST /ingest/osmand/
        GET /ingest/osmand/{key}
        GET /ingest/osmand/{key}/
        POST /ingest/osmand/{key}
        POST /ingest/osmand/{key}/
        POST /ingest/owntracks/{key}
        GET /ingest/notices/{unit_id}
        POST /ingest/notices/{notice_id}/ack
        POST /ingest/check-ins/{unit_id}
        """,
    ),
    (
        f"{DESK} {CENTRE} {DISCIPLINE} mediation village",
        """
        POST /api/v1/files/uploads
        GET /api/v1/files/uploads/{upload_id}
        PUT /api/v1/files/uploads/{upload_id}
        DELETE /api/v1/files/uploads/{upload_id}
        POST /api/v1/files/uploads/{upload_id}/finish
        POST /api/v1/files/{file_id}/removal
        GET /api/v1/files
        GET /api/v1/files/{file_id}
        """,
    ),
    (
        DESK,
        """
        GET /desk
        GET /desk/{any}
        GET /brief/{day}.pdf
        GET /api/v1/areas/{code}/statistics/table.xlsx
        GET /api/v1/areas/{code}/statistics/page.pdf
        GET /api/v1/areas/{code}/statistics/rows.csv
        GET /api/v1/desk/options
        GET /api/v1/desk/classes
        GET /api/v1/desk/places
        GET /api/v1/desk/incidents
        GET /api/v1/desk/incidents/{number}
        GET /api/v1/desk/incidents/{number}/timeline
        GET /api/v1/desk/incidents/{number}/talk
        GET /api/v1/desk/messages/{message_id}/photos/{file_id}
        GET /api/v1/desk/incidents/{number}/near
        GET /api/v1/desk/incidents/{number}/recommendation
        GET /api/v1/desk/incidents/{number}/files/{file_id}
        GET /api/v1/desk/incidents/{number}/print
        GET /api/v1/prints/{subject_kind}/{subject_id}
        POST /api/v1/desk/incidents/{number}/notes
        POST /api/v1/desk/incidents/{number}/files
        POST /api/v1/desk/duplicates
        POST /api/v1/desk/recommendation
        POST /api/v1/desk/coverage/what-if
        GET /api/v1/desk/print
        POST /api/v1/desk/print
        GET /api/v1/desk/notices
        GET /api/v1/desk/standbys
        GET /api/v1/desk/check-ins
        GET /api/v1/desk/board
        GET /api/v1/desk/handover
        GET /api/v1/desk/figures
        GET /api/v1/desk/figures.{kind}
        GET /api/v1/desk/roster
        GET /api/v1/desk/roster/template
        GET /api/v1/desk/plan
        GET /api/v1/desk/coverage
        GET /api/v1/desk/coverage/move-up
        """,
    ),
    (
        f"{DESK} system_admin",
        """
        GET /admin/checklists
        GET /admin/run-cards
        GET /api/v1/desk/checklists/{word}
        GET /api/v1/desk/checklists/{word}/versions
        GET /api/v1/desk/run-cards
        GET /api/v1/desk/run-cards/versions
        """,
    ),
    (
        # a department takes further what it owns
        "dispatcher department",
        """
        POST /api/v1/desk/incidents/{number}/talk
        POST /api/v1/desk/incidents/{number}/talk/read
        POST /api/v1/desk/messages/{message_id}/photos
        POST /api/v1/desk/incidents/{number}/accept
        POST /api/v1/desk/incidents/{number}/status
        POST /api/v1/desk/incidents/{number}/resolve
        POST /api/v1/desk/incidents/{number}/transfer
        POST /api/v1/desk/incidents/{number}/return
        POST /api/v1/desk/notices/{notice_id}/ack
        """,
    ),
    (
        "leader",
        """
        GET /api/v1/desk/incidents/{number}/recordings
        GET /api/v1/desk/recordings/{recording_id}/film
        POST /api/v1/desk/recordings/{recording_id}/removal
        """,
    ),
    (
        "dispatcher leader",
        """
        GET /broadcasts
        GET /api/v1/desk/broadcasts
        GET /api/v1/desk/broadcasts/{broadcast_id}
        """,
    ),
    (
        "dispatcher",
        """
        PUT /api/v1/desk/recordings/{recording_id}/pieces/{index}
        POST /api/v1/desk/recordings/{recording_id}/finish
        POST /api/v1/desk/broadcasts
        POST /api/v1/desk/broadcasts/{broadcast_id}/withdrawal
        """,
    ),
    (
        # whoever speaks for police or grid; the operation asks which
        "dispatcher department village police",
        """
        POST /api/v1/desk/incidents/{number}/pushes
        """,
    ),
    (
        "dispatcher",
        """
        POST /api/v1/desk/incidents
        PATCH /api/v1/desk/incidents/{number}
        POST /api/v1/desk/incidents/{number}/links
        DELETE /api/v1/desk/incidents/{number}/links/{other}
        POST /api/v1/desk/incidents/{number}/merge
        POST /api/v1/desk/incidents/{number}/split
        POST /api/v1/desk/incidents/{number}/close
        POST /api/v1/desk/incidents/{number}/cancel
        POST /api/v1/desk/incidents/{number}/reopen
        POST /api/v1/desk/incidents/{number}/share
        POST /api/v1/desk/incidents/{number}/assignments
        DELETE /api/v1/desk/incidents/{number}/assignments/{unit_id}
        POST /api/v1/desk/incidents/{number}/swap
        PUT /api/v1/desk/incidents/{number}/checklist
        PUT /api/v1/desk/units/{unit_id}/status
        POST /api/v1/desk/units/{unit_id}/standby
        POST /api/v1/desk/units/{unit_id}/standby/arrive
        DELETE /api/v1/desk/units/{unit_id}/standby
        POST /api/v1/desk/units/{unit_id}/check-in
        POST /api/v1/desk/notices/{notice_id}/resend
        POST /api/v1/desk/roster
        POST /api/v1/desk/plan/accept
        POST /api/v1/desk/reveal
        POST /api/v1/desk/callers
        """,
    ),
    (
        "system_admin machine",
        """
        GET /metrics
        HEAD /metrics
        """,
    ),
    (
        ADMINISTRATORS,
        """
        GET /admin
        GET /admin/{any}
        GET /docs
        GET /openapi.json
        GET /api/v1/admin/state
        """,
    ),
    (
        "system_admin",
        """
        PUT /api/v1/desk/checklists/{word}
        PUT /api/v1/desk/run-cards
        GET /admin/walls
        GET /admin/keys
        GET /admin/feeds
        GET /admin/held
        GET /admin/maps
        GET /admin/settings
        GET /api/v1/admin/devices
        POST /api/v1/admin/devices
        POST /api/v1/admin/devices/{device_id}/rotate
        POST /api/v1/admin/devices/{device_id}/revoke
        GET /api/v1/admin/quarantine
        GET /api/v1/admin/held
        POST /api/v1/admin/held/{device_id}
        GET /api/v1/admin/maps
        POST /api/v1/admin/maps/{version}/restore
        GET /api/v1/admin/settings
        """,
    ),
    (
        "dispatcher system_admin",
        """
        POST /api/v1/admin/walls/pair
        """,
    ),
    (
        "security_admin",
        """
        GET /admin/accounts
        GET /admin/privacy
        POST /api/v1/admin/privacy/find
        POST /api/v1/admin/privacy/export
        POST /api/v1/admin/privacy/erase
        GET /admin/alarms
        GET /api/v1/admin/alarms
        POST /api/v1/admin/alarms/{seq}/seen
        GET /api/v1/admin/accounts
        POST /api/v1/admin/accounts
        POST /api/v1/admin/accounts/{name}
        POST /api/v1/admin/accounts/{name}/{step}
        GET /api/v1/admin/accounts/{name}/sessions
        """,
    ),
    (
        "audit_admin",
        """
        GET /admin/journal
        GET /api/v1/admin/journal
        GET /api/v1/admin/journal.csv
        GET /video/looks
        GET /api/v1/video/looks.xlsx
        """,
    ),
    (
        DESK,
        """
        GET /video/exports
        """,
    ),
    (
        "dispatcher department",
        """
        GET /api/v1/video/exports/{request_id}/recording.mp4
        """,
    ),
    # What answers that there is nothing, to those who could have come in.
    (
        READERS,
        """
        GET /api
        HEAD /api
        OPTIONS /api
        GET /api/{rest:path}
        HEAD /api/{rest:path}
        OPTIONS /api/{rest:path}
        """,
    ),
    (
        "machine",
        """
        POST /api
        PUT /api
        PATCH /api
        DELETE /api
        POST /api/{rest:path}
        PUT /api/{rest:path}
        PATCH /api/{rest:path}
        DELETE /api/{rest:path}
        """,
    ),
    (
        FEEDS,
        """
        GET /ingest
        HEAD /ingest
        OPTIONS /ingest
        POST /ingest
        PUT /ingest
        PATCH /ingest
        DELETE /ingest
        GET /ingest/{rest:path}
        HEAD /ingest/{rest:path}
        OPTIONS /ingest/{rest:path}
        POST /ingest/{rest:path}
        PUT /ingest/{rest:path}
        PATCH /ingest/{rest:path}
        DELETE /ingest/{rest:path}
        """,
    ),
    (
        SHELL,
        """
        GET /map
        HEAD /map
        OPTIONS /map
        GET /map/{rest:path}
        HEAD /map/{rest:path}
        OPTIONS /map/{rest:path}
        GET /ws
        HEAD /ws
        OPTIONS /ws
        GET /ws/{rest:path}
        HEAD /ws/{rest:path}
        OPTIONS /ws/{rest:path}
        GET /healthz/{rest:path}
        HEAD /healthz/{rest:path}
        OPTIONS /healthz/{rest:path}
        """,
    ),
    (EVERYBODY, "OPTIONS /healthz"),
    (
        OWN,
        """
        POST /map
        PUT /map
        PATCH /map
        DELETE /map
        POST /map/{rest:path}
        PUT /map/{rest:path}
        PATCH /map/{rest:path}
        DELETE /map/{rest:path}
        POST /ws
        PUT /ws
        PATCH /ws
        DELETE /ws
        POST /ws/{rest:path}
        PUT /ws/{rest:path}
        PATCH /ws/{rest:path}
        DELETE /ws/{rest:path}
        POST /healthz
        PUT /healthz
        PATCH /healthz
        DELETE /healthz
        POST /healthz/{rest:path}
        PUT /healthz/{rest:path}
        PATCH /healthz/{rest:path}
        DELETE /healthz/{rest:path}
        """,
    ),
)

# Pages are drawn by one route for all paths, and files lie in one mounted folder: no route of
# their own stands for these.
DRAWN = frozenset(
    {
        "GET /centre/firms", "GET /net", "GET /net/people", "GET /net/grid/{code}",
        "GET /net/tasks",
        "GET /net/items", "GET /net/item-classes",
        "GET /net/party",
        "GET /net/views",
        "GET /net/credit",
        "GET /design", "GET /wall", "GET /wall/{any}", "GET /community/{code}", "GET /area/{code}",
        "GET /brief", "GET /desk", "GET /desk/{any}", "GET /admin", "GET /admin/{any}",
        "GET /admin/accounts", "GET /admin/alarms", "GET /admin/privacy", "GET /admin/walls",
        "GET /centre/queue", "GET /centre/rota", "GET /centre/premises", "GET /centre/keeping",
        "GET /centre", "GET /centre/figures", "GET /centre/mediators", "GET /centre/advice",
        "GET /admin/keys", "GET /admin/feeds",
        "GET /admin/held", "GET /admin/maps", "GET /admin/settings",
        "GET /admin/journal", "GET /admin/checklists", "GET /admin/run-cards",
        "GET /assets/00_tokens.css", "GET /assets/01_fonts.css",
        "GET /assets/favicon.ico", "GET /assets/fonts/{any}", "GET /assets/pages/entrance/{any}",
        "GET /assets/pages/case/{any}", "GET /assets/pages/survey/{any}",
        "GET /net/fusion", "GET /net/surveys", "GET /video", "GET /video/cameras",
        "GET /video/looks", "GET /video/exports",
        "GET /video/inspections", "GET /video/places", "GET /video/rooms", "GET /broadcasts",
        "GET /assets/pages/board/{any}",
        "GET /assets/pages/hall/{any}",
        "GET /assets/pages/kiosk/{any}",
    }
)  # fmt: skip

SOCKETS = {
    "/ws/live": SCREENS,
    "/ws/coverage": SCREENS,
    "/ws/queue": f"{CENTRE} hall kiosk",
    "/ws/calls": "dispatcher leader",
    "/ws/wall": "wall",
    "/ws/field": PHONES,
    "/ingest/ws": FEEDS,
    "/ingest/ws/{key}": FEEDS,
}

# What is taken away for good, and so is written down before it leaves.
EXPORTS = frozenset(
    {
        "GET /brief/{day}.pdf",
        "GET /api/v1/cases.csv",
        "GET /api/v1/cases.xlsx",
        "GET /api/v1/cases/{code_of_case}/slip.pdf",
        "GET /api/v1/cases/{code_of_case}/papers/{form}.pdf",
        "GET /api/v1/cases/{code_of_case}/files/{file_id}",
        "GET /api/v1/cases/{code_of_case}/dossier/{export_id}/dossier.pdf",
        "GET /api/v1/areas/{code}/statistics/table.xlsx",
        "GET /api/v1/areas/{code}/statistics/page.pdf",
        "GET /api/v1/areas/{code}/statistics/rows.csv",
        "GET /api/v1/desk/recordings/{recording_id}/film",
        "GET /api/v1/desk/figures.{kind}",
        "GET /api/v1/desk/incidents/{number}/print",
        "GET /api/v1/prints/{subject_kind}/{subject_id}",
        "GET /api/v1/desk/print",
        "POST /api/v1/desk/print",
        "GET /api/v1/admin/journal.csv",
        "GET /api/v1/video/looks.xlsx",
        "GET /api/v1/video/exports/{request_id}/recording.mp4",
    }
)

# What a socket may be told once it is open, and who may say so.
MESSAGES = {
    "/ws/live": ('{"hello":1,"epoch":null,"seq":null,"view":{}}', SCREENS),
    "/ingest/ws": ('{"no":"position"}', FEEDS),
    "/ws/calls": ('{"say":"state","id":"1","body":{}}', "dispatcher leader"),
}

# What a machine's own key may list, and the doors that each right opens: those of this group.
KEY_RIGHTS = {
    "facts.read": READERS,
    "facts.write": "machine",
    "feed.send": FEEDS,
    "metrics.read": "system_admin machine",
    "cases.register": "window_clerk duty_clerk machine",
}

# Server callbacks, by the first of their outputs.
CALLBACKS = {
    "community-overview.children": SCREENS,
    "nearest-police.children": SCREENS,
    "brief-page.children": SCREENS,
    # the statistics page, its choices, its news, and the rows behind a figure
    "area-page.children": SCREENS,
    "location.search": SCREENS,
    "area-changed.children": SCREENS,
    "rows-drawer.children": SCREENS,
    "rows.data": SCREENS,
    "rows-narrowed.data": SCREENS,
    "mediators-body.children": f"{CENTRE} leader",
    "mediators-card.children": f"{CENTRE} leader",
    "mediators-says.children": f"{CENTRE} leader",
    "mediators-loaded.children": "duty_clerk",
    "video-ways.children": SIGNED_IN,
    "video_looks-body.children": "audit_admin",
    "video_exports-body.children": DESK,
    "video_exports-says.children": DESK,
    "net-ways.children": SIGNED_IN,
    "net-body.children": f"{DESK} village grid_worker police",
    "net_grid-body.children": f"{DESK} village grid_worker police",
    "net_tasks-body.children": f"{DESK} village grid_worker",
    "net_tasks-card.children": f"{DESK} village grid_worker",
    "net_tasks-says.children": f"{DESK} village grid_worker",
    "net_items-body.children": f"{DESK} village grid_worker",
    "net_items-says.children": f"{DESK} village grid_worker",
    "net_items-card.children": f"{DESK} village grid_worker",
    "net_items-loaded.children": "dispatcher",
    "net_item_classes-body.children": f"{DESK} village grid_worker",
    "net_item_classes-says.children": "dispatcher",
    "net_item_classes-loaded.children": "dispatcher",
    "net_item_classes-file.data": f"{DESK} village grid_worker",
    "video_inspections-body.children": f"{DESK} village",
    "video_inspections-says.children": f"{DESK} village",
    "video_inspections-card.children": f"{DESK} village",
    "video_places-body.children": f"{DESK} village police",
    "video_places-says.children": f"{DESK} village police",
    "video_places-card.children": f"{DESK} village police",
    "video_places-loaded.children": "dispatcher department",
    "field_broadcasts-body.children": "dispatcher leader",
    "field_broadcasts-form.children": "dispatcher leader",
    "field_broadcasts-says.children": "dispatcher leader",
    "field-ways.children": SIGNED_IN,
    "video_rooms-body.children": f"{DESK} village",
    "video_rooms-says.children": f"{DESK} village",
    "net_tasks-loaded.children": "dispatcher department village",
    "net_views-body.children": DESK,
    "net_views-says.children": DESK,
    "net_people-body.children": f"{DESK} village grid_worker",
    "net_people-card.children": f"{DESK} village grid_worker",
    "net_people-says.children": f"{DESK} village grid_worker",
    "net_party-body.children": "department village leader",
    "net_party-card.children": "department village leader",
    "net_party-says.children": "department village leader",
    "net_party-organisations-says.children": "department village",
    "net_party-members-says.children": "department village",
    "net_party-households-says.children": "department village",
    "net_fusion-body.children": f"{DESK} village police",
    "net_fusion-says.children": f"{DESK} village police",
    "net_fusion-loaded.children": "dispatcher department",
    "net_surveys-body.children": DESK,
    "net_surveys-card.children": DESK,
    "net_surveys-says.children": DESK,
    "net_people-loaded.children": "dispatcher village department",
    "video_cameras-body.children": f"{DESK} village police",
    "video_cameras-card.children": f"{DESK} village police",
    "video_cameras-says.children": f"{DESK} village police",
    "video_cameras-loaded.children": "dispatcher department",
    "net_credit-body.children": "dispatcher leader village grid_worker",
    "net_credit-card.children": "dispatcher leader village grid_worker",
    "net_credit-says.children": "dispatcher leader village grid_worker",
    "net_credit-progress.children": "dispatcher leader village grid_worker",
    "firms-body.children": "firm_contact duty_clerk body_officer leader",
    "firms-card.children": "firm_contact duty_clerk body_officer leader",
    "firms-says.children": "firm_contact duty_clerk body_officer leader",
    "firms-loaded.children": "firm_contact duty_clerk",
    "advice-body.children": "duty_clerk body_officer leader partner",
    "advice-says.children": "duty_clerk body_officer leader partner",
    "centre-body.children": f"{CENTRE} {DISCIPLINE} mediation leader",
    "centre-card.children": f"{CENTRE} {DISCIPLINE} mediation leader",
    "centre_figures-body.children": f"{CENTRE} mediation leader",
    "centre_figures-card.children": f"{CENTRE} mediation leader",
    "centre_figures-says.children": f"{CENTRE} mediation leader",
    "centre-says.children": f"{CENTRE} {DISCIPLINE} mediation leader",
    "centre-offers.children": "window_clerk duty_clerk",
    "queue-body.children": CENTRE,
    "rota-body.children": f"{CENTRE} mediation leader",
    "rota-card.children": f"{CENTRE} mediation leader",
    "rota-says.children": f"{CENTRE} mediation leader",
    "rota-file-says.children": "duty_clerk",
    "disposals-body.children": f"duty_clerk {DISCIPLINE}",
    "disposals-says.children": f"duty_clerk {DISCIPLINE}",
    "premises-body.children": "duty_clerk security_admin",
    "premises-says.children": "duty_clerk security_admin",
    "queue-says.children": CENTRE,
    # administration: the frame, the overview, and each page with what it does
    "admin-tabs.children": SIGNED_IN,
    "centre-ways.children": SIGNED_IN,
    "admin-bell.children": SIGNED_IN,
    "overview-body.children": ADMINISTRATORS,
    "journal-body.children": "audit_admin",
    "feeds-body.children": "system_admin",
    "held-body.children": "system_admin",
    "held-says.children": "system_admin",
    "maps-body.children": "system_admin",
    "maps-says.children": "system_admin",
    "settings-body.children": "system_admin",
    "walls-body.children": "system_admin",
    "walls-says.children": "system_admin",
    "keys-body.children": "system_admin",
    "keys-says.children": "system_admin",
    "checklists-body.children": f"{DESK} system_admin",
    "checklists-says.children": "system_admin",
    "run_cards-body.children": f"{DESK} system_admin",
    "run_cards-says.children": "system_admin",
    "accounts-body.children": "security_admin",
    "accounts-says.children": "security_admin",
    "accounts-card.children": "security_admin",
    "alarms-body.children": "security_admin",
    "alarms-says.children": "security_admin",
    "privacy-body.children": "security_admin",
    "privacy-says.children": "security_admin",
    "privacy-card.children": "security_admin",
}


def roles_of() -> tuple[str, ...]:
    """Everybody who could stand before a door."""
    return tuple(EVERYBODY.split())


def declared() -> dict[str, frozenset[str]]:
    """Door → who may come through."""
    made: dict[str, frozenset[str]] = {}
    for roles, doors in HTTP:
        for door in (line.strip() for line in doors.strip().splitlines()):
            assert door not in made, f"{door} is declared twice"
            made[door] = frozenset(roles.split())
    return made
