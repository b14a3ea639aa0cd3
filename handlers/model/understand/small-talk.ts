const pleasantry =
  /^(?:好的?|谢谢|多谢|感谢|收到|嗯{1,5}|行|可以|知道了|明白了?|辛苦了|您好|你好|ok|thanks?|hi|hello)[\s\p{P}]{0,10}/iu;
const mostPleasantries = 5;
/** In characters: less is hardly a question. */
const fewest = 4;

/** False for thanks and greetings: nobody has to be asked what they mean. */
export function saysSomething(text: string): boolean {
  let rest = text.trim();
  for (let taken = 0; taken < mostPleasantries && pleasantry.test(rest); taken += 1) {
    rest = rest.replace(pleasantry, '');
  }
  return rest.length >= fewest;
}
