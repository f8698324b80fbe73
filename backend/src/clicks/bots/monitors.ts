import { SEEN, type BotRule } from './rule.ts';

/** What asks every few minutes whether a link still works. */
export const MONITORS: readonly BotRule[] = [
	{ name: 'monitor:uptimerobot', pattern: /UptimeRobot/, who: 'UptimeRobot', source: 'http://www.uptimerobot.com/' },
	{ name: 'monitor:pingdom', pattern: /Pingdom/, who: 'Pingdom', source: 'http://www.pingdom.com/' },
	{ name: 'monitor:statuscake', pattern: /StatusCake/, who: 'StatusCake', source: SEEN.crawlers },
	{ name: 'monitor:better-stack', pattern: /Better ?(?:Uptime|Stack)/, who: 'Better Stack', source: SEEN.crawlers },
	{ name: 'monitor:uptime-kuma', pattern: /Uptime-Kuma/, who: 'Uptime Kuma', source: 'https://github.com/louislam/uptime-kuma' },
	{ name: 'monitor:site24x7', pattern: /Site24x7/, who: 'Site24x7', source: SEEN.isbot },
	{ name: 'monitor:datadog', pattern: /Datadog/, who: 'Datadog', source: 'https://docs.datadoghq.com/synthetics/guide/identify_synthetics_bots/' },
	{ name: 'monitor:new-relic', pattern: /NewRelic/, who: 'New Relic', source: 'https://docs.newrelic.com/docs/synthetics/' },
	{ name: 'monitor:dynatrace', pattern: /RuxitSynthetic|Dynatrace/, who: 'Dynatrace', source: SEEN.isbot },
	{ name: 'monitor:checkly', pattern: /Checkly/, who: 'Checkly', source: 'https://www.checklyhq.com' },
	{ name: 'monitor:freshping', pattern: /FreshpingBot/, who: 'Freshping', source: 'https://freshping.io/' },
	{ name: 'monitor:hetrixtools', pattern: /HetrixTools/, who: 'HetrixTools', source: 'https://hetrix.tools/uptime-monitoring-bot.html' },
	{ name: 'monitor:catchpoint', pattern: /\bCatchpoint\b/, who: 'Catchpoint', source: SEEN.isbot },
	{ name: 'monitor:dotcom-monitor', pattern: /\bDMBrowser\b/, who: 'Dotcom-Monitor', source: SEEN.isbot },
	{ name: 'monitor:google-cloud', pattern: /GoogleStackdriverMonitoring|^GoogleHC\//, who: 'Google Cloud', source: 'https://cloud.google.com/monitoring/uptime-checks' },
	{ name: 'monitor:aws', pattern: /Amazon-Route53-Health-Check|ELB-HealthChecker|CloudWatchSynthetics/, who: 'Amazon Web Services', source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html' },
	{ name: 'monitor:cloudflare', pattern: /Cloudflare-(?:Healthchecks|Traffic-Manager|AlwaysOnline)/, who: 'Cloudflare', source: 'https://developers.cloudflare.com/health-checks/' },
	{ name: 'monitor:kubernetes', pattern: /^kube-probe/, who: 'Kubernetes', source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/' },
	{ name: 'monitor:nagios', pattern: /^check_http|nagios-plugins|monitoring-plugins/, who: 'Nagios, Icinga', source: SEEN.isbot },
	{ name: 'monitor:prometheus', pattern: /^Blackbox[ -]Exporter|^prometheus\//, who: 'Prometheus', source: 'https://github.com/prometheus/blackbox_exporter' },
	{ name: 'monitor:zabbix', pattern: /^Zabbix/, who: 'Zabbix', source: 'https://www.zabbix.com/documentation/current/en/manual/web_monitoring' },
];
