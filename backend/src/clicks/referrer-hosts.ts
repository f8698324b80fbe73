/**
 * Hosts that say what kind of place a visitor comes from. A name stands for its subdomains too, and the longest one that fits decides:
 * mail.google.com is a mailbox, not a search. `.*` stands for a country's ending: `google.*` is google.de and google.co.uk.
 *
 * Put together from what the services themselves link through (t.co, lnkd.in, l.facebook.com), and for completeness held against
 * https://github.com/matomo-org/searchengine-and-social-list and https://github.com/snowplow-referer-parser/referer-parser.
 */
export const REFERRER_HOSTS = {
	email: [
		// Webmail.
		'mail.google.com', 'mail.yahoo.com', 'mail.yahoo.co.jp', 'mail.aol.com', 'outlook.com', 'outlook.live.com', 'outlook.office.com', 'outlook.office365.com', 'hotmail.com', 'mail.live.com',
		'icloud.com', 'mail.proton.me', 'proton.me', 'protonmail.com', 'fastmail.com', 'tutanota.com', 'tuta.com', 'mail.zoho.com', 'mail.zoho.eu', 'mail.zoho.in', 'hey.com', 'posteo.de', 'mailbox.org',
		'gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de', 'mail.com', 'freenet.de', 'email.t-online.de', 'bluewin.ch', 'laposte.net', 'mail.orange.fr', 'mail.free.fr', 'zimbra.free.fr', 'libero.it', 'virgilio.it', 'mail.tiscali.it',
		'poczta.onet.pl', 'poczta.wp.pl', 'poczta.interia.pl', 'email.seznam.cz', 'mail.centrum.cz', 'e.mail.ru', 'mail.ru', 'mail.yandex.*', 'mail.rambler.ru', 'ukr.net', 'mail.qq.com', 'mail.163.com', 'mail.126.com', 'mail.sina.com.cn', 'mail.naver.com', 'mail.daum.net',
		'mail.rediff.com', 'uol.com.br', 'mail.terra.com.br', 'mail.comcast.net', 'connect.xfinity.com', 'mail.att.net', 'roundcube.net', 'app.frontapp.com',
		// What mail gateways send a click through.
		'safelinks.protection.outlook.com', 'urldefense.com', 'urldefense.proofpoint.com', 'protect.mimecast.com', 'linkprotect.cudasvc.com', 'secure-web.cisco.com', 'protection.sophos.com', 'clicktime.symantec.com', 'url.emailprotection.link', 'protect.checkpoint.com',
	],
	search: [
		'google.*', 'bing.com', 'duckduckgo.com', 'ecosia.org', 'qwant.com', 'startpage.com', 'search.yahoo.com', 'search.yahoo.co.jp', 'yahoo.com', 'search.brave.com', 'kagi.com', 'mojeek.com', 'swisscows.com', 'metager.de', 'metager.org', 'presearch.com', 'you.com',
		'baidu.com', 'so.com', 'sogou.com', 'sm.cn', 'search.naver.com', 'm.search.naver.com', 'search.daum.net', 'yandex.*', 'ya.ru', 'go.mail.ru', 'search.seznam.cz', 'seznam.cz', 'coccoc.com', 'petalsearch.com', 'ask.com', 'search.aol.com', 'dogpile.com', 'lycos.com', 'searx.be', 'gibiru.com', 'lilo.org',
	],
	social: [
		'facebook.com', 'fb.com', 'fb.me', 'messenger.com', 'm.me', 'instagram.com', 'threads.net', 'threads.com', 'whatsapp.com', 'wa.me',
		'twitter.com', 'x.com', 't.co', 'linkedin.com', 'lnkd.in', 'pinterest.*', 'pin.it', 'reddit.com', 'redd.it', 'tiktok.com', 'youtube.com', 'youtu.be', 'snapchat.com',
		'bsky.app', 'bsky.social', 'mastodon.social', 'mastodon.online', 'mstdn.social', 'mas.to', 'fosstodon.org', 'hachyderm.io', 'infosec.exchange', 'chaos.social', 'lemmy.world', 'lemmy.ml', 'pixelfed.social', 'truthsocial.com', 'gab.com',
		'telegram.org', 't.me', 'web.telegram.org', 'discord.com', 'discordapp.com', 'slack.com', 'teams.microsoft.com', 'teams.live.com', 'web.skype.com', 'chat.google.com', 'line.me', 'viber.com', 'zalo.me', 'chat.zalo.me', 'signal.org',
		'vk.com', 'vkontakte.ru', 'away.vk.com', 'ok.ru', 'odnoklassniki.ru', 'weibo.com', 'weibo.cn', 't.cn', 'qzone.qq.com', 'weixin.qq.com', 'zhihu.com', 'douban.com', 'xiaohongshu.com', 'kakao.com', 'story.kakao.com', 'mixi.jp',
		'xing.com', 'tumblr.com', 'medium.com', 'quora.com', 'news.ycombinator.com', 'lobste.rs', 'stackoverflow.com', 'flipboard.com', 'mix.com', 'nextdoor.com', 'meetup.com', 'twitch.tv', 'vimeo.com', 'flickr.com', 'livejournal.com', 'disqus.com', 'substack.com', 'patreon.com', 'linktr.ee', 'plurk.com', 'yammer.com', 'web.yammer.com',
	],
} as const;

/** Apps that name themselves in place of a page, as `android-app://com.google.android.gm/` does (https://developer.android.com/reference/android/content/Intent#URI_ANDROID_APP_SCHEME): packages of Android, bundles of iOS. */
export const REFERRER_APPS = {
	email: ['com.google.android.gm', 'com.google.android.gm.lite', 'com.microsoft.office.outlook', 'com.yahoo.mobile.client.android.mail', 'com.samsung.android.email.provider', 'ch.protonmail.android', 'com.fsck.k9', 'net.thunderbird.android', 'com.aol.mobile.aolapp', 'ru.mail.mailapp', 'ru.yandex.mail', 'com.easilydo.mail', 'me.bluemail.mail', 'com.readdle.spark', 'com.fastmail.app', 'de.gmx.mobile.android.mail', 'de.web.mobile.android.mail', 'de.tutao.tutanota', 'eu.faircode.email', 'com.google.gmail', 'com.apple.mobilemail'],
	search: ['com.google.android.googlequicksearchbox', 'com.google.android.apps.searchlite', 'com.microsoft.bing', 'com.duckduckgo.mobile.android', 'com.ecosia.android', 'com.qwant.liberty', 'com.nhn.android.search', 'com.baidu.searchbox', 'ru.yandex.searchplugin', 'com.google.googlemobile'],
	social: ['com.facebook.katana', 'com.facebook.lite', 'com.facebook.orca', 'com.instagram.android', 'com.instagram.barcelona', 'com.whatsapp', 'com.whatsapp.w4b', 'com.twitter.android', 'com.linkedin.android', 'com.pinterest', 'com.reddit.frontpage', 'com.zhiliaoapp.musically', 'com.ss.android.ugc.trill', 'com.google.android.youtube', 'com.snapchat.android', 'xyz.blueskyweb.app', 'org.joinmastodon.android', 'com.keylesspalace.tusky', 'org.telegram.messenger', 'org.telegram.messenger.web', 'org.telegram.plus', 'org.thunderdog.challegram', 'org.thoughtcrime.securesms', 'com.discord', 'com.slack', 'com.slack.android', 'com.microsoft.teams', 'com.skype.raider', 'com.google.android.apps.dynamite', 'com.google.android.apps.messaging', 'jp.naver.line.android', 'com.kakao.talk', 'com.viber.voip', 'com.tencent.mm', 'com.zing.zalo', 'com.vkontakte.android', 'ru.ok.android', 'com.sina.weibo', 'com.xing.android', 'com.tumblr', 'com.quora.android', 'com.andrewshu.android.reddit', 'io.syncapps.lemmy_sync', 'im.vector.app', 'com.laurencedawson.reddit_sync', 'com.nextdoor', 'com.medium.reader', 'tv.twitch.android.app', 'com.facebook.Facebook', 'com.burbn.instagram', 'com.atebits.Tweetie2', 'com.linkedin.LinkedIn'],
} as const;
