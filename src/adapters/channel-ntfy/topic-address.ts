// A host name has at most 253 characters; a scheme, a port and a topic come on top.
const ADDRESS_CHARS_MAX = 340;
// As the server has it: `topicRegex` in ntfy's server/server.go.
const TOPIC_PATH = /^\/([-_A-Za-z0-9]{1,64})$/;
const PORT_MIN = 1_024;

/** A topic on one ntfy server. Who knows it can read and write it. */
export type TopicAddress = { readonly url: URL; readonly topic: string };

/**
 * The address of a topic as people copy it, `https://ntfy.example/topic`; `undefined` for plain HTTP, logins, queries,
 * paths, and ports below 1024 other than 443, where something else listens. Does not look up where it leads.
 */
export function parseTopicAddress(text: string): TopicAddress | undefined {
  if (text.length > ADDRESS_CHARS_MAX || /[\s\\?#@\p{Cc}]/u.test(text)) return undefined;
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:') return undefined;
  const [, topic] = TOPIC_PATH.exec(url.pathname) ?? [];
  const isPort = url.port === '' || Number(url.port) >= PORT_MIN;
  return topic === undefined || !isPort ? undefined : { url: new URL('/', url), topic };
}
