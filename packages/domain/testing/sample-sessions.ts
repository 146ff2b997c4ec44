// The sessions of the sample campaign "The Drowned Lantern". Our own writing, CC BY 4.0.
import { joinContinuedLines } from '../src/continued-lines.ts';
import type { SceneType } from '../src/scene.ts';

export interface SampleSession {
  title: string;
  date: string;
  objective: string;
  prep: string;
  actual?: string;
  played: boolean;
  /**
   * `description` is one line; `text` and `gm` are Markdown; `cast` lists names of entities; `leadsTo` names another scene
   * of the same session.
   */
  scenes: readonly {
    title: string;
    type: SceneType;
    description: string;
    objective?: string;
    text?: string;
    gm?: string;
    cast?: readonly string[];
    leadsTo?: { scene: string; clue?: string; how: string };
  }[];
}

export const SAMPLE_SESSIONS: readonly SampleSession[] = [
  {
    title: 'Wet Hair, Dry Street',
    date: '2026-09-05',
    played: true,
    objective: 'Learn that the third drowning was no accident',
    scenes: [
      {
        title: 'The body in Salt Street',
        type: 'investigation',
        description: 'A dead lamplighter with wet hair, four streets from the water.',
      },
      { title: 'Tea at the Salon', type: 'social', description: 'Madame Lefevre offers help and wants a favour.' },
      { title: 'Followed home', type: 'combat', description: 'Two members of the Wick try to scare the party off.' },
    ],
    prep: joinContinuedLines(`## Where we start

It is six in the morning in [[Salt Street]], raining the kind of rain that does not fall so much as hang. A
  lamplighter called Joss lies on the dark side with wet hair and dry boots. [[Captain Isaura Rook]] is
  already there and already cross. The party knows her because of the eel business last spring; let each
  player say one thing that she remembers about them.

## The body

- Hair and collar soaked, boots dry, street merely damp
- A smell of lamp oil. **Oswin** gets this without a roll, because he washed the dead at home
- Two fingers pinched to the thumb, as if putting out a flame
- If a candle comes close: a small green flame, then nothing. See [[Oil in the lungs]]

[[Doctor Amsel]] comes at half past six and signs far too quickly. He looks at [[Pell]] before he answers
  anything. Do not underline it. If somebody asks for the other two certificates, he says that they are with
  the clerk, which is true.

## Tea at the Salon

[[Madame Lefevre]] sends a boy with a card. [[The Salt Salon]] is open early for them alone, and that should
  feel flattering and a little wrong. She wants to know what Rook thinks. In exchange she offers the name of
  the second victim’s employer: [[Baron Harkness]]. She never lies in this scene. She leaves things out.

> "The sea does not come up Salt Street, my dears. Somebody carried it."

## Followed home

When they leave, two men with tarred hands follow on the dark side. They are [[Brotherhood of the Wick]],
  they are frightened, and they want to scare the party and nothing more. They run when one of them is hurt.
  One drops a burial-club badge.

## If it goes slowly

Bring the bell of [[St. Brannoc]]: it rings for a ship, half a tone flat, and [[Sister Wen]] waves from the
  tower. That plants [[The flat bell]] for later. End on the badge, or on [[Corin Vale]] watching from the
  harbour office window and closing the shutter.`),
    actual:
      joinContinuedLines(`We started late because Ana was on the train, so I opened with the rain and let everybody
  describe what they had for breakfast in character. That worked far better than it had any right to.

The party found Joss in [[Salt Street]] and [[Captain Isaura Rook]] tried to send them away twice. [[Brother
  Oswin]] knelt down and said the short prayer, and Rook let him, and after that nobody was sent anywhere.
  Sam noticed the smell of oil before I could offer it. [[Kestrel]] found that the heron would not come near
  the body at all. Jo asked about the fingers, pinched as if putting out a flame, and [[Mirabel Thorne]]
  went very quiet: her father used to do that at the end of a watch.

They did light a candle. The green flame got a proper silence at the table.

[[Doctor Amsel]] signed quickly and looked at [[Pell]]. Everybody at the table noticed. Nobody trusts Pell
  now, which is a session earlier than I had planned, and that is fine. Mira picked Amsel’s pocket and got
  the key to his surgery, but they have not used it yet.

At [[The Salt Salon]] they were charmed by [[Madame Lefevre]] and slightly afraid of her. Oswin asked her
  straight out what the favour would be. She said: "When you find a ring with a lighthouse in it, you will
  bring it to me before you bring it to anybody else." They agreed! All three of them gave their word. She
  gave them the name of [[Baron Harkness]] and told them about the first two drownings: a rope-maker, and a
  girl who carried oil.

On the way home the two men from the [[Brotherhood of the Wick]] followed them. Kestrel heard them first and
  the party set an ambush of its own on the lit side, in the baker’s doorway. One arrow, one broken nose,
  and a long, funny chase over the roofs that Mira won. The one they caught is called Dob. He cried. He said
  that the club only wanted to know whether they had seen the lantern, and that he had a mother. They let
  him go, and Oswin gave him bread. He left his badge on the step.

We ended with the bell of [[St. Brannoc]] ringing flat and with a shutter closing in the harbour office. Jo
  wants to know who lives there. It is [[Corin Vale]], and she will find out next time.

Things to remember: they promised the ring. They have the surgery key. Dob owes them for the bread. Nobody
  has said the words [[Gallows Light]] aloud yet except Mira, once, very softly, to herself, and I wrote
  down the exact moment because I want to give it back to her later.`),
  },
  {
    title: 'The Clerk Who Counts',
    date: '2026-09-19',
    played: true,
    objective: 'Get the ledger, or learn who has it',
    scenes: [
      { title: 'The harbour office', type: 'social', description: 'Corin Vale lies badly and wants to stop.' },
      { title: 'Under the surgery floor', type: 'investigation', description: 'Amsel’s true notes.' },
      {
        title: 'The ledger is gone',
        type: 'exploration',
        description: 'A cut window, oil on the sill, a trail to the water.',
      },
    ],
    prep: joinContinuedLines(`## What they know

They know that three people drowned on dry land, that lamp oil is in it, that the [[Brotherhood of the
  Wick]] is frightened, and that [[Baron Harkness]] employed the second victim. They have Amsel’s key and
  a promise to [[Madame Lefevre]]. They suspect [[Pell]].

## The harbour office

[[Corin Vale]] counts under his breath when he lies. Let the players hear the numbers. He will say that the
  certificates were collected yesterday by the lieutenant. He will not say that he keeps two sets of books.
  What moves him: kindness, gulls, and anybody who does not wear a uniform. What closes him: threats, and
  the word *ledger* used too early.

1. He shows them the public book if they ask about ships
2. He shows them the gap on the shelf if they ask about the past
3. He says that [[The Harbour Ledger]] was stolen on Tuesday only if they have been kind to him

## Under the surgery floor

The surgery is on the lit side of [[Salt Street]]. [[Doctor Amsel]] is out until eight. Under the third
  board there is a tin box with his true notes: oil and not water in the lungs, and a drawing of a green
  flame. If they are caught, Amsel does not shout. He sits down, washes his hands, and asks whether they
  have come from *him*. He means the Baron. He will not say it.

| If they… | then Amsel… |
| --- | --- |
| comfort him | gives them the notes and asks for passage out of town |
| threaten him | tells [[Pell]] before midnight |
| steal and leave | finds the box open and burns the rest |

## The ledger is gone

The office window was cut with a glazier’s diamond. There is oil on the sill and a line of wet footprints
  that begin in the middle of the room. They lead to the water stairs, where [[Old Tam]] is bailing his boat
  and humming. He saw a man step off the stairs and not splash. He will say so for a story. He wears a ring
  on a cord; if nobody looks, do not mention it.

## Ending

Tam hums louder. Something long and pale with cold lights passes under the boat: the first [[Lamp Eel]]. Cut
  there.`),
    actual: joinContinuedLines(`A whole evening of talking, and the best one so far. I rolled dice four times.

[[Corin Vale]] was supposed to be one scene and became the heart of the session. Sam counted along with his
  counting, aloud, as [[Brother Oswin]], until Corin laughed and then could not stop shaking. They took him
  to the roof to feed the gulls. There he told them about the two sets of books: one for the harbour, and
  one for whoever pays to see a different harbour. He said that [[The Harbour Ledger]] was taken on Tuesday
  night and that he had expected it. He did not say that he copied the nine pages, but Jo asked what he
  would have done if he had been expecting it, and he smiled at [[St. Brannoc]] across the water. She got
  it. I think that she got it.

They asked about the Baron. Corin said that [[Baron Harkness]] signs every page with a hand so cold that the
  ink goes dull. Ana wrote that down.

The surgery went sideways in the nicest way. [[Mirabel Thorne]] opened the door with the stolen key and
  found [[Doctor Amsel]] at home, in the dark, with the tin box already on the table. He had been waiting
  for somebody, and it was not them. Oswin sat with him. They have the true notes now, and they promised to
  get him out of town with the [[Marsh Folk]]. [[Kestrel]] can arrange that, at the price of a favour to her
  aunt. So [[Oil in the lungs]] is proved: all three were full of lamp oil, and there was no salt in them.

At the water stairs they met [[Old Tam]]. Each of them paid him with a story. Jo told the true one about the
  night that the lamp of [[Gallows Light]] went out, and the stool under the window, and the whole table was
  quiet. Tam told them that he saw a man step off the stairs and not splash. And then Ana, out of nowhere:
  "What is that on the cord round your neck?" So they have seen [[Tam’s Ring]], in the second session, and
  they have given their word to [[Madame Lefevre]], and they like Tam. Wonderful. They did not take it. They
  did not tell him either.

The [[Lamp Eel]] went under the boat and the heron screamed. Kestrel threw her burning torch into the water,
  away from them, and the lights followed it. I gave her that as a fact for next time.

Open threads: the pages are in the bell, and they half know it. Amsel has to be on a marsh boat by Thursday.
  Pell has been told by somebody that the party was in the surgery; I decided that it was the baker, who
  means well.`),
  },
  {
    title: 'Nine Pages',
    date: '2026-10-03',
    played: true,
    objective: 'Get the pages out of the bell before the Wick does',
    scenes: [
      { title: 'Bell tower at midnight', type: 'exploration', description: 'A climb, a muffled bell, and company.' },
      { title: 'Amsel leaves town', type: 'travel', description: 'Through the marsh with a frightened doctor.' },
      { title: 'The names', type: 'investigation', description: 'Who paid for the oil.' },
    ],
    prep: joinContinuedLines(`## Two clocks at once

This evening runs on two clocks, and the players should feel both. [[Doctor Amsel]] must be on a boat of the
  [[Marsh Folk]] before Thursday’s dawn. The [[Brotherhood of the Wick]] has worked out [[The flat bell]]
  and will search [[St. Brannoc]] on the same night. Let them split if they like; both halves are short.

## Bell tower

[[Sister Wen]] is asleep in her chair with sea glass in her lap. She is delighted by visitors at any hour.
  She cannot hear them, so everything has to be shouted or shown, and shouting wakes the street.

- The ladder holds two people
- The pages are tied to the clapper with tarred string
- If the bell rings, two pages flutter down over the churchyard

Three members of the Wick arrive ten minutes after the party: Dob (bread!), an older woman called Hesper,
  and a boy who should not be there at all. Hesper is the dangerous one. She believes in what she does.

## The marsh

[[Kestrel]] leads. Amsel talks the whole way, because he is afraid. He tells them about his book. He says
  one useful thing: drowned people come back to the door that they left by. Halfway there a light follows
  the boat. It is not a boat; it is a [[Lamp Eel]], then four. If the party puts out its lantern they
  attack. If it throws the lantern, they follow the lantern.

## The names

The pages are in a simple cipher: each letter is moved by the number of the page. Give the players the first
  page on paper and a real minute of silence. The rest falls quickly.

> Paid for oil, the eleventh night of the eleventh month: **Harkness**. The bishop. **Thorne, keeper.**

The third name is [[Mirabel Thorne]]’s father. I have asked Jo, and she wants to find it out at the table.
  Put the page into her hands and say nothing at all.

## Ending

On whatever Mira does next. If she does nothing, the bell rings by itself, once, at the right pitch.`),
    actual:
      joinContinuedLines(`They split, of course. [[Kestrel]] took [[Doctor Amsel]] through the marsh with a borrowed
  boat and her aunt’s blessing, and [[Mirabel Thorne]] and [[Brother Oswin]] went to church.

I cut between the two every five minutes. The marsh was a slow, pretty, frightening scene. Amsel talked
  about his book. Ana let him, and then asked the best question of the night: "Which door did Joss leave
  by?" He did not know, but I do, and I have written it on a card. When the [[Lamp Eel]] came, four of them,
  she remembered the torch, took Amsel’s precious surgical lamp, and threw it as far as she could. He wept
  for the lamp and thanked her. He is safe with the [[Marsh Folk]] now, under another name, and he has
  promised to finish the chapter.

In [[St. Brannoc]] Oswin and [[Sister Wen]] had a conversation entirely in gestures that made Jo laugh until
  she had to leave the room. Mira climbed. The pages were there, tied to the clapper. Then the [[Brotherhood
  of the Wick]] came in below: Dob, Hesper and the boy. Dob saw Oswin, remembered the bread, and said loudly
  that the tower was empty. Hesper did not believe him. She went up the ladder with a knife in her teeth,
  and Mira, out of ideas, rang the bell with both feet.

Two pages went out over the churchyard like gulls. Sister Wen applauded. Half of [[Salt Street]] woke up,
  the Watch came running, and Hesper left by the vestry window with a page in her hand. So the party has
  eight pages and the Wick has one. The boy stayed behind. His name is Linus, he is nine, and he is a
  keeper’s child. Oswin has taken him home.

[[Captain Isaura Rook]] arrived in her nightshirt with her sword, looked at the bell, the boy and the paper,
  and said that she had seen nothing and that she would see nothing until breakfast. [[Pell]] was with her,
  and for the first time he looked at the boy instead of at the room.

They solved the cipher in four minutes. I handed Jo the page with the names and said nothing. She read it
  twice, put it down, and said as Mira: "He paid for it." Then, after a while: "He put the stool under the
  window." Nobody said anything for a bit, and then Sam asked, as Oswin, whether both could be true. We
  stopped there. It is the best ending that I have ever had, and I did not do anything.

For next time: the missing page is number six, and Hesper has it. Linus knows a rhyme, [[The First
  Lighting]]. Mira wants to go to [[Gallows Light]], now, tonight, and Old Tam says that slack water is on
  Saturday.`),
  },
  {
    title: 'Slack Water',
    date: '2026-10-24',
    played: false,
    objective: 'Reach the lamp room and come back',
    scenes: [
      {
        title: 'The sea gate',
        type: 'exploration',
        description: 'One hour of slack water and a price to pay.',
        objective: 'They learn that the lighthouse keeps count, and give it a name.',
        text:
          'The rock comes out of the fog the way a tooth comes out of a gum. [[Old Tam]] ships his oars. Below ' +
          'the waterline there is a door of green brass, and it has no handle.\n\n“It wants somebody,” says ' +
          'Tam. “It always wants somebody.”',
        gm:
          'Any name of somebody who drowned opens it: Joss, Anselm Pike, Lia. Whoever is named waits on the ' +
          'stair. [[Lamp Eel]]s come to uncovered light.',
        cast: ['Old Tam', 'Gallows Light', 'Lamp Eel', 'Tam’s Ring'],
        leadsTo: {
          scene: 'One step too many',
          clue: 'The flat bell',
          how: 'The bell rings once for each name that is said',
        },
      },
      {
        title: 'One step too many',
        type: 'exploration',
        description: 'The stair of Gallows Light.',
        gm: 'One hundred and eleven steps. On the hundred and twelfth stand [[The Drowned]].',
        cast: ['Gallows Light', 'The Drowned', 'Laws of the Tide'],
        leadsTo: { scene: 'The keeper’s room', how: 'Whoever tells the truth may pass' },
      },
      {
        title: 'The keeper’s room',
        type: 'social',
        description: 'Somebody has kept the bed made.',
        cast: ['Mirabel Thorne', 'Gallows Light'],
      },
      {
        title: 'The lamp',
        type: 'other',
        description: 'What the lantern offers, and to whom.',
        cast: ['The Drowned Lantern', 'Baron Harkness'],
      },
    ],
    prep: joinContinuedLines(`## Before the boat

Everybody is tired and nobody has slept. Open with [[Old Tam]] bailing and not humming, which is worse. His
  fare this time is the truth about [[Tam’s Ring]]. The party gave its word to [[Madame Lefevre]].
  Whatever they say, Tam nods and rows. If they tell him all of it, he takes the ring off the cord and puts
  it into [[Mirabel Thorne]]’s hand, and says that it never fitted anyway.

Linus stays with [[Sister Wen]], unless they insist on bringing him. If they bring him, do not punish them
  for it. Let the boy be brave.

## The sea gate

One hour of slack water. The gate is below the rock, green brass, no handle. It opens for a name. **Any**
  name of somebody who drowned. The party knows three: Joss, the rope-maker Anselm Pike, and Lia who carried
  oil. Saying the name aloud opens the gate and brings that person to the stair.

- A swarm of [[Lamp Eel]] circles the rock
- Lights must be covered, not put out
- The tide clock: gate at ten, stair at twenty, lamp room at forty, gone at sixty

## One step too many

There are one hundred and eleven steps. The hundred and twelfth is where [[The Drowned]] stand. They want to
  be told what happened to them. Remind the players of the [[Laws of the Tide]] by describing the door of
  the customs house in one sentence, earlier, on the way to the boat.

| If the party… | then the Drowned… |
| --- | --- |
| tells the truth | steps down into the water and is gone |
| lies kindly | grows, and follows |
| says nothing | goes on waiting, and so does the tide |

## The keeper’s room

The bed is made. There is a stool under the window. There is a cup with a little tea in it, cold for one day
  and not for eleven years. Mira’s father is not here. He has been here yesterday. Ask Jo what he has left
  on the table for her, and accept the answer.

## The lamp room

[[The Drowned Lantern]] hangs there, cold. It calls each of them by a name that only one person ever used.
  Three uses are left. Do not push. The choice of this evening is whether they take it with them.

## What I must not forget

Hesper has page six. [[Baron Harkness]] knows by now. [[Pell]] is on the quay when they come back, alone,
  with his coat off.`),
  },
  {
    title: 'What Pell Saw',
    date: '2026-11-07',
    played: false,
    objective: 'Win Pell, or at least his silence',
    scenes: [
      { title: 'On the quay', type: 'social', description: 'A lieutenant without his coat.' },
      { title: 'Dinner with the Baron', type: 'social', description: 'An invitation that cannot be declined.' },
      { title: 'The Tide Vault', type: 'exploration', description: 'The second door, warm to the touch.' },
    ],
    prep: joinContinuedLines(`## Starting point

This depends on whether the lantern came with them. Both versions begin with [[Pell]] on the quay, coat over
  his arm, wet to the knees. He has been standing in the water to find out whether he still can. He has
  followed [[Baron Harkness]] home, and the Baron walked into the sea to think.

Pell has two questions. What is he? And: what have I been carrying messages for? He answers any one question
  honestly for each honest answer that he gets. He does not ask for forgiveness. If [[Brother Oswin]] offers
  it anyway, write down the exact words.

## Dinner with the Baron

A card arrives for noon: dinner, tonight, at the house on the northern quay. Declining is possible and is
  its own scene. The Baron is charming. He eats nothing. The soup is excellent. He proposes a bargain:

1. The party brings him the boy Linus before [[The Lamp Fair]]
2. He gives Mira her father, alive, tonight
3. Nobody else drowns for eleven years

He means it. He can do it. [[Madame Lefevre]] is at the table too, and she watches Mira’s hands for the ring.

> "You think that I am taking something from you. I am keeping the sea out. Somebody has to. It is
  dreadfully cold work."

## The Tide Vault

If they want leverage, the oil store is below [[The Tide Vault]]. Low water is at two in the morning. The
  second door is warm. Behind it there are forty barrels, each with a name burned into the lid, and the last
  lid is blank. Burning the store ends the Baron within a week and lights every lamp on the dark side of
  [[Salt Street]] for one night, green.

- Guard: two members of the Wick, asleep, one of them Dob
- A light carried here shows who in the room has ever drowned. Mira has. She did not know. She was four

## Pacing

Three big scenes are too many. If dinner runs long, let the vault open the next session. Watch the clock at
  ten and ask the players what they want to see tonight.

## Threads to pick up

- Page six and Hesper, who might be talked to in [[St. Brannoc]], where her husband’s name is on the bell
- [[Doctor Amsel]]’s chapter, sent from the marsh: which door did Joss leave by?
- [[Corin Vale]] has not been seen for two days. His gulls are hungry.
- [[Captain Isaura Rook]] will give them one night, and she has said so only once.`),
  },
  {
    title: 'The Lamp Fair',
    date: '2026-11-28',
    played: false,
    objective: 'End it before the procession reaches the water',
    scenes: [
      { title: 'Both sides lit', type: 'social', description: 'Everybody is here.' },
      { title: 'The procession', type: 'exploration', description: 'Eleven children with paper lamps.' },
      { title: 'The eleventh hour', type: 'combat', description: 'The tide comes up Salt Street.' },
      { title: 'The one who lit it', type: 'social', description: 'A name, said aloud.' },
    ],
    prep: joinContinuedLines(`## Everybody in one place

[[The Lamp Fair]] is a party first. Spend a good half hour on fried eels, paper boats and a fiddler who
  knows one tune. Let each player meet somebody whom they helped: Dob with his mother, [[Doctor Amsel]] in a
  false beard, the baker. Joy makes the rest matter.

Who stands where at the ninth bell:

| who | where | wants |
| --- | --- | --- |
| [[Captain Isaura Rook]] | by the stage | one quiet night, or one honest arrest |
| [[Pell]] | with the children | to do one thing right |
| [[Madame Lefevre]] | third window of [[The Salt Salon]] | the ring, the truth, an ending |
| [[Baron Harkness]] | on the stage | to be finished by midnight |
| Hesper | on the sea stairs | for the lantern to be lit and nobody to know |
| [[Sister Wen]] | in the tower | a sign to ring |

## The procession

Eleven keepers’ children carry paper lamps from the church to the water. Linus is the eleventh, unless the
  party has hidden him with the [[Marsh Folk]]; then the eleventh lamp is carried by nobody, at the height
  of a child, and no one in the crowd finds it odd.

## The eleventh hour

The tide comes up [[Salt Street]]. It is ankle deep and perfectly calm. [[The Drowned]] come with it, every
  one of them looking for a door. This is not a fight that can be won with arrows, but arrows buy time. The
  line of salt works. The bell works. The truth works best.

- Round one: the water arrives, lamps go green on the dark side
- Round two: the Drowned reach the doors
- Round three: the Baron speaks a name into the lantern
- Round four: whoever was named casts no shadow

## The one who lit it

The lantern ends if somebody forgives the one who lit it, aloud and by name. Who that is depends on play. It
  may be a keeper named Thorne. It may be Lefevre’s husband. It may be one of the party, if they have used
  the lantern themselves. See [[The First Lighting]] for the missing line; page six has it in full.

If [[Mirabel Thorne]] forgives her father, he is on the sea stairs, very tired, with a stool in his hand.
  Let her decide whether he stays.

## Afterwards

Dawn. Both sides of the street are lit, because nobody put the lamps out. Ask each player for one picture:
  where are you a year from now, and who lights the lamp at [[Gallows Light]]?`),
  },
];
