// The entities of the sample campaign "The Drowned Lantern". Our own writing, CC BY 4.0.
import type { EntityType } from '../src/entity.ts';

export interface SampleEntity {
  name: string;
  type: EntityType;
  aliases?: readonly string[];
  description: string;
  gmNotes?: string;
}

export const SAMPLE_ENTITIES: readonly SampleEntity[] = [
  {
    name: 'Madame Lefevre',
    type: 'npc',
    aliases: ['Odile Lefevre', 'the Widow'],
    description:
      'Keeper of [[The Salt Salon]] and the best listener in the harbour. She wears grey silk, never ' +
      'hurries, and pours the second cup before she asks the first question. Her late husband built half ' +
      'the lighthouses on this coast, and she still reads his tide tables aloud when she cannot sleep.',
    gmNotes:
      'She pays [[Corin Vale]] to lose certain ledgers. She knows that [[The Drowned Lantern]] was lit once ' +
      'before, because her husband lit it and came home without a shadow. She will trade that story only ' +
      'for the return of his ring, which [[Old Tam]] wears.',
  },
  {
    name: 'Corin Vale',
    type: 'npc',
    aliases: ['the Clerk'],
    description:
      'Second clerk of the harbour office, thirty, ink on his cuffs and a habit of counting under his ' +
      'breath. He keeps two sets of books because he is afraid of both people who read them. He is kind to ' +
      'children and gulls and rude to anybody in uniform.',
    gmNotes:
      'He copied [[The Harbour Ledger]] before it was stolen and hid the pages in the bell of [[St. ' +
      'Brannoc]]. He will run if cornered, but he writes to his sister every week, and the letters can be ' +
      'read.',
  },
  {
    name: 'Captain Isaura Rook',
    type: 'npc',
    aliases: ['Rook', 'the Captain'],
    description:
      'Commander of the [[Harbour Watch]], forty-six, one good eye and no patience. She came up from the ' +
      'rowing bench and has not forgotten a single officer who laughed. She drinks cold tea, pays her debts ' +
      'within the week, and never draws a blade that she does not mean to use.',
    gmNotes:
      'Rook suspects her own lieutenant. She has been ordered to close the case of the three drownings ' +
      'before the Lamp Fair, and she hates the order. If the party brings proof against [[Baron Harkness]] ' +
      'she will look away for exactly one night.',
  },
  {
    name: 'Baron Harkness',
    type: 'npc',
    aliases: ['Harkness', 'Edmund Harkness'],
    description:
      'Owner of the northern quays, patron of the Lamp Fair, and the man whose portrait hangs in every ' +
      'customs house. He laughs loudly, gives generously in public, and has outlived three business ' +
      'partners. His hands are always cold, and he apologises for it with a joke about fish.',
    gmNotes:
      'He drowned eleven years ago. What walks about is held together by the oil of [[The Drowned ' +
      'Lantern]], and he needs a keeper’s child to renew it every eleven years. He does not think of ' +
      'himself as wicked; he thinks of himself as busy.',
  },
  {
    name: 'Old Tam',
    type: 'npc',
    aliases: ['Tam the ferryman'],
    description:
      'Ferryman of the back channels, older than his boat and more patched. He charges by the story instead ' +
      'of by the mile and remembers every one that he was paid. He hums when there is danger under the ' +
      'water, and regular passengers have learned to listen for the tune.',
    gmNotes:
      'Tam took the ring from a drowned man in good faith and has dreamed of the lamp room since. He can ' +
      'lead the party through the sea gate of [[Gallows Light]] at slack water, twice a month, and will ask ' +
      'for the truth about the ring as his fare.',
  },
  {
    name: 'Sister Wen',
    type: 'npc',
    aliases: ['Wen'],
    description:
      'Bell-keeper of [[St. Brannoc]], small, cheerful and nearly deaf, with a rope burn across both palms. ' +
      'She rings for ships that nobody else can see yet and is usually right within the hour. Children ' +
      'bring her sea glass, and she keeps each piece on the sill it came from.',
    gmNotes:
      'She found the ledger pages in the bell and cannot read them, because they are in cipher, but she has ' +
      'learned the shapes by heart. If anything happens to the church she can chalk all nine pages from ' +
      'memory.',
  },
  {
    name: 'Doctor Amsel',
    type: 'npc',
    aliases: ['Lukas Amsel'],
    description:
      'The harbour physician, foreign and meticulous, who washes his instruments in gin and his hands in ' +
      'seawater. He signs the death certificates and sighs over every one. He is writing a book about ' +
      'drowning and is two chapters further than he can prove.',
    gmNotes:
      'Amsel noticed that the three drowned had lamp oil and not water in their lungs. He left it out of ' +
      'the record after a visit from [[Pell]]. He keeps the true notes under the floor of his surgery in ' +
      '[[Salt Street]].',
  },
  {
    name: 'Pell',
    type: 'npc',
    aliases: ['Lieutenant Pell'],
    description:
      'Lieutenant of the [[Harbour Watch]], handsome, helpful and always just arriving. He remembers names, ' +
      'wives and birthdays, and he carries messages for anybody who asks. Nobody can say where he is from, ' +
      'although everybody in the harbour clearly remembers being told.',
    gmNotes:
      'Pell serves the [[Brotherhood of the Wick]] and reports to [[Baron Harkness]]. He does not know what ' +
      'the Baron is. If he learns it, he will break, and a broken Pell is the best witness that the party ' +
      'can get.',
  },
  {
    name: 'Mirabel Thorne',
    type: 'pc',
    aliases: ['Mira'],
    description:
      'Once a keeper’s daughter at [[Gallows Light]], now a rogue with a rope round her waist and a map ' +
      'of the roofs in her head. Played by Jo. She left home on the night that the lamp went out and has ' +
      'never said who put the stool under the window for her.',
    gmNotes:
      'Jo wants a scene with her father before the end, and wants it to hurt a little. She is the child ' +
      'that the Baron needs. Do not spring this on her; ask Jo first how much of it she would like to know ' +
      'as a player.',
  },
  {
    name: 'Brother Oswin',
    type: 'pc',
    aliases: ['Oswin'],
    description:
      'A cleric of the tides who lost his chapel to a storm and his temper to the bishop. Played by Sam. He ' +
      'heals with seawater and plain talk, keeps a list of everybody he failed, and reads it on the last ' +
      'evening of each month before he writes a new name or none.',
    gmNotes:
      'Sam enjoys moral choices with a clock on them. The tide god answers Oswin in dreams, always with a ' +
      'question. Next question: what would you leave in the water if nobody ever asked?',
  },
  {
    name: 'Kestrel',
    type: 'pc',
    description:
      'A ranger of the marsh with a half-tame heron and a longbow that she strings only when it is needed. ' +
      'Played by Ana. She tracks by smell, trades in eels and news, and believes that cities are an illness ' +
      'that the land will get over in its own time.',
    gmNotes:
      'Ana likes puzzles and hates being ambushed in her sleep. Kestrel’s heron reacts to lamp oil: use ' +
      'it as an alarm twice, and let the third time be a false one so that trust is a choice.',
  },
  {
    name: 'Gallows Light',
    type: 'location',
    aliases: ['the lighthouse'],
    description:
      'A black lighthouse on a rock that the tide makes an island twice a day. Its lamp has been dark for ' +
      'eleven years, yet ships still steer clear of it at night and no captain can say why. Gulls do not ' +
      'land there. The door is locked from the inside.',
    gmNotes:
      'Four levels: sea gate, store, keeper’s room, lamp room. The stair has one step too many, and the ' +
      'extra step is where the drowned stand. At the top hangs [[The Drowned Lantern]], cold until somebody ' +
      'says a name into it.',
  },
  {
    name: 'The Salt Salon',
    type: 'location',
    aliases: ['the Salon'],
    description:
      'A tea room above a chandlery where smugglers and magistrates share the same two sofas. The windows ' +
      'look over the whole harbour, and the curtains are opened or closed according to a code that every ' +
      'pilot knows. Weapons go into the umbrella stand, and nobody has ever taken the wrong one home.',
    gmNotes:
      'The third curtain from the left means that the Watch is inside. Behind the samovar is a speaking ' +
      'tube to the chandlery cellar, where [[Madame Lefevre]] stores what she is holding for friends.',
  },
  {
    name: 'Salt Street',
    type: 'location',
    description:
      'The long curved street behind the quays, cobbled with ballast stones from forty ports. By day it ' +
      'smells of tar, bread and rope. By night the lamps are lit on one side only, because the two parishes ' +
      'that share the street have not agreed on oil for a generation.',
    gmNotes:
      'The dark side belongs to the [[Brotherhood of the Wick]], who like it dark. Doctor, baker, ' +
      'rope-maker and pawnshop are all on the lit side, and so are the witnesses, which is why they saw so ' +
      'little.',
  },
  {
    name: 'St. Brannoc',
    type: 'location',
    aliases: ['the church of St. Brannoc'],
    description:
      'A squat church with walls thick enough to survive the sea twice. Its single bell was cast from the ' +
      'anchors of lost ships, and their names run round the rim in letters too small to read from the ' +
      'floor. Sailors leave a knot of rope in the porch before every voyage.',
    gmNotes:
      'Nine pages of ledger are tied to the clapper inside the bell. They muffle it a little; anybody with ' +
      'a good ear can notice that the bell has sounded flat since the autumn.',
  },
  {
    name: 'The Tide Vault',
    type: 'location',
    aliases: ['the vault'],
    description:
      'A flooded strongroom below the customs house, built by a guild that went bankrupt while it was still ' +
      'digging. At low water its upper shelf is dry for an hour. Divers say that there is a second door at ' +
      'the bottom and that it is warm to the touch.',
    gmNotes:
      'The second door opens into the undercroft of [[Gallows Light]]. The warmth is the oil store. A light ' +
      'carried in here burns blue and shows who in the room has ever drowned.',
  },
  {
    name: 'The Harbour Ledger',
    type: 'item',
    aliases: ['the ledger'],
    description:
      'A tall book bound in sealskin in which every ship, cargo and harbour fee of the last twelve years is ' +
      'written in two hands. Nine pages have been cut out with a razor. What is left smells faintly of lamp ' +
      'oil and has been read so often that it falls open at the same place.',
    gmNotes:
      'It falls open at the night of the last lighting. The missing pages list who paid for the oil: ' +
      '[[Baron Harkness]], the bishop, and a keeper named Thorne. The second handwriting is [[Corin Vale]].',
  },
  {
    name: 'The Drowned Lantern',
    type: 'item',
    aliases: ['the lantern'],
    description:
      'A ship’s lantern of green brass, hung with weed that never dries. It gives no light that living ' +
      'eyes can use, but whatever it shines upon remembers the sea. Those who have stood in its beam speak ' +
      'of hearing their own name called from under water, patiently, by somebody they miss.',
    gmNotes:
      'Three uses left before the oil is gone. Each use brings one drowned person to the door and takes one ' +
      'living person’s shadow. It can be put out for good only by somebody who forgives the one who lit ' +
      'it, aloud, by name.',
  },
  {
    name: 'Tam’s Ring',
    type: 'item',
    aliases: ['the ring'],
    description:
      'A plain silver ring with a tiny lighthouse scratched inside the band, worn thin on one side from ' +
      'turning. [[Old Tam]] wears it on a cord because it slips from his finger whenever he rows towards ' +
      'the north. He says that it is waiting for somebody and that he does not mind waiting along.',
    gmNotes:
      'It belonged to the husband of [[Madame Lefevre]]. Anyone who wears it casts a second shadow under ' +
      'the lantern, which can be given instead of their own, once.',
  },
  {
    name: 'Harbour Watch',
    type: 'faction',
    aliases: ['the Watch'],
    description:
      'Forty men and women in tarred coats who keep the peace on the quays for very little pay. They are ' +
      'better at boats than at questions. Most are honest within reason, all are tired, and since the ' +
      'drownings they walk in threes and look at the water more than at the street.',
    gmNotes:
      'Strong hold on the quays, weak behind Salt Street. Goal: close the case before the Lamp Fair. If the ' +
      'party embarrasses [[Captain Isaura Rook]] in public the Watch turns hostile; if they give her the ' +
      'credit it becomes an ally.',
  },
  {
    name: 'Brotherhood of the Wick',
    type: 'faction',
    aliases: ['the Wick', 'the Brotherhood'],
    description:
      'To the public it is a burial club for lamplighters: small dues, a decent coffin, and a song at the ' +
      'grave. Members greet each other by touching two fingers to the thumb as if pinching out a flame. ' +
      'They own more property than forty lamplighters ever could.',
    gmNotes:
      'They keep the oil and the secret, and they believe that the lantern holds back something worse. They ' +
      'are half right. Their clock runs in six steps: choose the child, watch, invite, take, light, forget.',
  },
  {
    name: 'Marsh Folk',
    type: 'faction',
    description:
      'Eel-catchers, reed-cutters and exiles who live on boats in the brackish channels east of town. They ' +
      'trade at dawn and are gone by noon. They do not use lamps at all, and if they are asked why, they ' +
      'say that the marsh is polite enough not to need them.',
    gmNotes:
      'They lost nobody to the drownings, because nobody there answers to their own name after dark. They ' +
      'will hide a child if [[Kestrel]] asks, and they will want a winter of fishing rights from the Watch ' +
      'for it.',
  },
  {
    name: 'Oil in the lungs',
    type: 'clue',
    description:
      'Three people drowned within a month, and each was found in dry streets with wet hair. [[Doctor ' +
      'Amsel]] signed all three certificates and hesitated over every one. The undertaker’s boy swears ' +
      'that the last one burned with a small green flame when a candle came too near.',
    gmNotes:
      'Points to the surgery floor, then to the oil store, then to [[The Tide Vault]]. If the party asks ' +
      'the boy kindly he also remembers [[Pell]] at the door, arriving just too late to be of help.',
  },
  {
    name: 'The flat bell',
    type: 'clue',
    description:
      'Since the autumn the bell of [[St. Brannoc]] has rung about half a tone too low. Most people blame ' +
      'the damp. [[Sister Wen]] cannot hear it, but she feels it in the rope, and she says that the bell is ' +
      'holding its tongue about something.',
    gmNotes:
      'Leads to the nine pages tied inside the bell. A climb, a distraction, or an honest talk with Sister ' +
      'Wen will do. Ringing it hard at midnight shakes two pages loose over the whole churchyard.',
  },
  {
    name: 'Lamp Eel',
    type: 'creature',
    aliases: ['lamp eels'],
    description:
      'A pale eel as long as a boat hook, with a row of cold lights along each side. It swims where oil has ' +
      'been spilled and follows any lantern that is carried near water. Fishers cut their nets sooner than ' +
      'bring one aboard, because it is said that it looks back.',
    gmNotes:
      'Not hostile until a light is put out near it. Bite numbs the arm for a scene. A swarm circles the ' +
      'sea gate at slack water and can be led away with a burning cork, which Kestrel would know.',
  },
  {
    name: 'The Drowned',
    type: 'creature',
    aliases: ['drowned ones'],
    description:
      'They stand where the water was last time, dripping politely, with the faces of people who went out ' +
      'and did not come back. They never hurry and never speak first. If anybody calls one by name it ' +
      'turns, very slowly, as if it had hoped for somebody else.',
    gmNotes:
      'They cannot cross a line of salt that was poured by a relative. They want to be told what happened ' +
      'to them. Telling the truth lets one go; a kind lie makes it stronger.',
  },
  {
    name: 'The First Lighting',
    type: 'lore',
    aliases: ['the lighting'],
    description:
      'Every child on the coast knows the rhyme: eleven years of dark, one night of green, count your ' +
      'daughters after. It is sung at the Lamp Fair as a skipping game. Nobody remembers who made it, and ' +
      'the oldest printed copy has the last line scratched away.',
    gmNotes:
      'The scratched line reads: and forgive the one who lit it. The rhyme is the instruction for ending ' +
      'the lantern, written by the first keeper, who was too ashamed to sign it.',
  },
  {
    name: 'Laws of the Tide',
    type: 'lore',
    description:
      'Three rules that every sailor of this harbour keeps without knowing where they come from. Do not ' +
      'answer the second call. Do not lend a light that you cannot spare. What the sea gives back it has ' +
      'only lent. They are carved over the door of the customs house.',
    gmNotes:
      'They are also the three weaknesses of [[The Drowned]]. A party that acts on them should feel clever, ' +
      'so do not explain; let the dripping stop.',
  },
  {
    name: 'The Lamp Fair',
    type: 'other',
    aliases: ['the Fair'],
    description:
      'The one night of the year when both sides of [[Salt Street]] are lit. There are paper boats, fried ' +
      'eels, a procession of keepers’ children, and a speech by [[Baron Harkness]] that is always the ' +
      'same length. This year falls on the eleventh anniversary of the dark.',
    gmNotes:
      'It is the deadline. Everything that is not solved by the procession happens during it. Keep a list ' +
      'of who is standing where: Rook by the stage, Pell with the children, Lefevre at the third window.',
  },
];
