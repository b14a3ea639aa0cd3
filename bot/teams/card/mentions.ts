import type { CaseLine } from '../../../handlers/reply.ts';
import type { Element } from '../../card/elements.ts';

type Owner = NonNullable<CaseLine['owner']>;

/** People that one card mentions. */
export interface Mentions {
  /** The text that Teams turns into a mention; undefined when it would not, then the name stands there. */
  mention(owner: Owner): string | undefined;
  entities(): Element[];
}

/** An Entra object id, or what the Bot Framework calls somebody (`29:…`). */
const ownId = /^teams\/([\w:.@-]{1,256})$/;
/** Teams compares the text with that of the entity, so nothing in it may need an escape. */
const plainName = /^[\p{L}\p{N}][\p{L}\p{N} ·]{0,60}$/u;

export function createMentions(): Mentions {
  const ids = new Map<string, string>();
  return {
    mention({ name, ids: known }) {
      const id = known.map((one) => ownId.exec(one)?.[1]).find((one) => one !== undefined);
      if (!(id && plainName.test(name))) {
        return undefined;
      }
      const mentioned = ids.get(name) ?? id;
      ids.set(name, mentioned);
      // Two people of one name cannot be told apart by the text.
      return mentioned === id ? mentionOf(name) : undefined;
    },
    entities: () =>
      [...ids].map(([name, id]) => ({
        type: 'mention',
        text: mentionOf(name),
        mentioned: { id, name },
      })),
  };
}

function mentionOf(name: string): string {
  return `<at>${name}</at>`;
}
