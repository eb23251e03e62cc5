"""Who may call what, written by hand and apart from `app.web.policy`.

A cell says which rows of an operation's path a role may act on:

    -     none: 403 whatever is named
    yes   the operation names no row
    all   every row there is
    own   rows of one's own organisation; a stranger's are as good as absent (404)
    self  one's own row only; also a colleague's is as good as absent (404)
    seen  rows of one's own organisation; a stranger's are known but forbidden (403)
    away  nothing that the query can name (404)
    open  the operation needs no login
    link  the secret in the path opens it, with or without a login, and no other does
"""

from app.core.actor import Role

COLUMNS = (
    Role.PLATFORM_ADMIN,
    Role.DISPATCHER,
    Role.TECHNICIAN,
    Role.BRAND_MANAGER,
    Role.STORE,
    Role.PARTNER_MANAGER,
)

ROWS = """
                      admin  dispatcher technician brand  store  partner
healthz               open   open       open       open   open   open
readyz                open   open       open       open   open   open
metrics               open   open       open       open   open   open
openapi_document      open   open       open       open   open   open
sign_in               open   open       open       open   open   open
who_am_i              yes    yes        yes        yes    yes    yes
sign_out              yes    yes        yes        yes    yes    yes
list_tokens           yes    yes        yes        yes    yes    yes
make_token            yes    yes        yes        yes    yes    yes
revoke_token          self   self       self       self   self   self
read_feed             yes    yes        away       yes    yes    yes
stream_feed           yes    yes        yes        yes    yes    yes
list_organisations    yes    yes        -          yes    yes    yes
add_organisation      yes    -          -          -      -      -
read_organisation     all    own        -          own    own    own
change_organisation   all    -          -          -      -      -
list_users            yes    yes        -          yes    yes    yes
add_user              yes    -          -          yes    yes    yes
read_user             all    own        -          own    own    own
change_user           all    -          -          own    own    own
list_audit            yes    yes        -          yes    yes    yes
list_brands           yes    yes        yes        yes    yes    yes
list_skills           yes    yes        yes        yes    yes    yes
list_models           yes    yes        yes        yes    yes    yes
add_model             yes    -          -          yes    -      -
read_model            all    all        all        all    all    all
change_model          all    -          -          seen   -      -
list_templates        all    all        all        all    all    all
add_template          all    -          -          seen   -      -
list_territories      yes    yes        -          -      -      yes
add_territory         -      yes        -          -      -      -
read_territory        all    all        -          -      -      all
change_territory      -      seen       -          -      -      -
list_technicians      yes    yes        yes        -      -      yes
add_technician        -      yes        -          -      -      yes
read_technician       all    own        self       -      -      own
change_technician     -      own        -          -      -      own
set_skills            -      own        -          -      -      own
set_shifts            -      own        -          -      -      own
read_shifts           all    own        self       -      -      own
set_exception         -      own        -          -      -      own
remove_exception      -      own        -          -      -      own
add_absence           -      own        -          -      -      own
remove_absence        -      own        -          -      -      own
list_packages         yes    yes        -          yes    yes    yes
read_package          all    all        -          all    all    all
list_rates            yes    yes        -          -      yes    -
add_rate              -      yes        -          -      yes    -
end_rate              -      own        -          -      own    -
list_leads            yes    yes        -          -      yes    -
add_lead              -      yes        -          -      yes    -
read_lead             all    own        -          -      own    -
change_lead           -      own        -          -      own    -
lose_lead             -      own        -          -      own    -
survey_site           -      own        -          -      own    -
read_design           all    own        -          -      own    -
list_quotes           yes    yes        -          -      yes    -
read_quote            all    own        -          -      own    -
quote_lead            -      own        -          -      own    -
send_quote            -      own        -          -      own    -
withdraw_quote        -      own        -          -      own    -
quote_change          -      own        -          -      own    -
open_quote            link   link       link       link   link   link
answer_quote          link   link       link       link   link   link
list_projects         yes    yes        -          yes    yes    yes
add_project           -      yes        -          -      yes    -
read_project          all    own        -          own    own    own
change_project        -      own        -          -      own    -
list_links            -      own        -          -      own    -
make_link             -      own        -          -      own    -
revoke_link           -      own        -          -      own    -
read_customer_page    link   link       link       link   link   link
list_work_orders      yes    yes        -          yes    yes    yes
read_work_order       all    own        -          own    own    own
change_work_order     -      own        -          -      -      -
cancel_work_order     -      own        -          -      -      -
read_completeness     -      own        -          -      -      own
verify_work_order     -      own        -          -      -      -
send_back_work_order  -      own        -          -      -      -
read_progress         all    own        -          own    own    own
preview_import        -      yes        -          -      yes    -
list_imports          -      yes        -          -      yes    -
read_import           -      own        -          -      own    -
list_import_rows      -      own        -          -      own    -
commit_import         -      own        -          -      own    -
discard_import        -      own        -          -      own    -
list_visits           yes    yes        yes        yes    yes    yes
read_visit            all    own        self       own    own    own
assign                -      own        -          -      -      -
unassign              -      own        -          -      -      -
swap                  -      own        -          -      -      -
pin_visit             -      own        -          -      -      -
unpin_visit           -      own        -          -      -      -
dispatch_visit        -      own        -          -      -      -
note_no_show          -      own        -          -      -      -
list_evidence         -      own        self       -      -      own
list_attachments      -      own        self       -      -      own
read_attachment       -      own        self       -      -      own
read_small_attachment -      own        self       -      -      own
describe_uploads      -      -          yes        -      -      -
begin_upload          -      -          yes        -      -      -
find_upload           -      -          self       -      -      -
add_to_upload         -      -          self       -      -      -
drop_upload           -      -          self       -      -      -
send_positions        -      -          yes        -      -      -
list_positions        -      own        -          -      -      own
list_partners         -      yes        -          -      -      -
list_rules            yes    yes        -          -      -      -
add_rule              -      yes        -          -      -      -
change_rule           -      own        -          -      -      -
offer_work_order      -      own        -          -      -      -
list_offers           yes    yes        -          -      -      yes
read_offer            all    own        -          -      -      own
accept_offer          -      -          -          -      -      own
decline_offer         -      -          -          -      -      own
withdraw_offer        -      own        -          -      -      -
plan_accepted_visit   -      -          -          -      -      own
read_statement        yes    yes        -          -      -      yes
download_statement    yes    yes        -          -      -      yes
read_figures          yes    yes        -          yes    yes    yes
list_cases            yes    yes        -          yes    yes    yes
read_board            all    seen       -          -      -      seen
request_plan          -      seen       -          -      -      -
list_runs             all    seen       -          -      -      seen
read_run              all    own        -          -      -      own
cancel_run            -      own        -          -      -      -
read_proposal         all    own        -          -      -      own
publish_proposal      -      own        -          -      -      -
drop_proposal         -      own        -          -      -      -
register_device       -      -          yes        -      -      -
leave_device          -      -          self       -      -      -
sync                  -      -          yes        -      -      -
read_day              -      -          yes        -      -      -
read_visit_document   -      -          self       -      -      -
list_devices          yes    yes        yes        -      -      yes
retire_device         -      own        -          -      -      -
list_operations       -      yes        -          -      -      -
read_operation        -      own        -          -      -      -
resolve_operation     -      own        -          -      -      -
list_webhooks         -      yes        -          yes    yes    yes
add_webhook           -      yes        -          yes    yes    yes
read_webhook          -      own        -          own    own    own
change_webhook        -      own        -          own    own    own
remove_webhook        -      own        -          own    own    own
rotate_webhook_secret -      own        -          own    own    own
try_webhook           -      own        -          own    own    own
replay_webhook        -      own        -          own    own    own
list_deliveries       -      own        -          own    own    own
list_attempts         -      own        -          own    own    own
replay_delivery       -      own        -          own    own    own
list_keys             -      yes        -          yes    yes    yes
make_key              -      yes        -          yes    yes    yes
revoke_key            -      own        -          own    own    own
list_calendars        -      yes        yes        -      yes    -
give_technicians_calendar -  own        self       -      -      -
give_projects_calendar -     own        -          -      own    -
revoke_calendar       -      own        self       -      own    -
read_calendar         link   link       link       link   link   link
list_orders           -      yes        -          -      yes    -
list_goods            -      own        -          -      own    -
tell_goods            -      own        -          -      own    -
"""

TABLE: dict[str, dict[Role, str]] = {
    name: dict(zip(COLUMNS, cells, strict=True))
    for name, *cells in (line.split() for line in ROWS.strip().splitlines()[1:])
}
