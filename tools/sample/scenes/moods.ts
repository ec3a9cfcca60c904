import type { Colour } from './colour.ts'

/** The light of an outdoor scene: chosen by hand, because random hues look random. */
export interface Mood {
  readonly name: string
  readonly skyTop: Colour
  readonly skyMiddle: Colour
  readonly skyHorizon: Colour
  readonly sun: Colour
  /** What distance turns everything into. */
  readonly haze: Colour
  /** The nearest ground. */
  readonly ground: Colour
  readonly cloud: Colour
  readonly isNight: boolean
}

const mood = (
  name: string,
  [skyTop, skyMiddle, skyHorizon]: readonly [Colour, Colour, Colour],
  [sun, haze, ground, cloud]: readonly [Colour, Colour, Colour, Colour],
  isNight = false,
): Mood => ({ name, skyTop, skyMiddle, skyHorizon, sun, haze, ground, cloud, isNight })

export const MOODS: readonly Mood[] = [
  mood(
    'golden hour',
    ['#54799f', '#e9b48a', '#ffe2a8'],
    ['#fff4d0', '#f3c493', '#3f4a2c', '#ffe9cf'],
  ),
  mood('dusk', ['#2c2f63', '#9c5590', '#ff9f78'], ['#ffe1ac', '#c37c98', '#231d3c', '#e58fa0']),
  mood('dawn', ['#7fa6cf', '#f0c1c6', '#fdeccd'], ['#fffaf0', '#e3bfc9', '#54496e', '#fff1ee']),
  mood(
    'a clear noon',
    ['#2f7fcb', '#8fc8ec', '#e2f3f3'],
    ['#fffdf2', '#b4d8e4', '#3d6a35', '#ffffff'],
  ),
  mood(
    'morning mist',
    ['#9fb5be', '#c9d6d5', '#f1f0e6'],
    ['#fffdf5', '#d3dcd8', '#3f534e', '#f6f6f0'],
  ),
  mood(
    'moonlight',
    ['#0b1230', '#223768', '#6583b0'],
    ['#f7f3dc', '#3c588a', '#0f1933', '#5f79a8'],
    true,
  ),
  mood('autumn', ['#6f97b0', '#eccb97', '#fbe8bf'], ['#fff6dc', '#e2b582', '#6e4022', '#fdf0d8']),
  mood(
    'a teal evening',
    ['#0d4657', '#4f9a98', '#f4e0ab'],
    ['#fff5cf', '#8fc0ae', '#12363b', '#cfe3c8'],
  ),
  mood(
    'a rose sunset',
    ['#5c4a8a', '#e0708c', '#ffc9a0'],
    ['#fff0c8', '#e7919b', '#3b2148', '#ffb9b0'],
  ),
]

/** A wall, a cloth and two accents that go together, for rooms. */
export interface Interior {
  readonly wall: Colour
  readonly cloth: Colour
  readonly accents: readonly [Colour, Colour, Colour]
}

export const INTERIORS: readonly Interior[] = [
  { wall: '#58736b', cloth: '#d8c7ab', accents: ['#c2603c', '#e8c98b', '#2f4b52'] },
  { wall: '#c9b79c', cloth: '#7d4a3a', accents: ['#3d6b74', '#efe3cf', '#9a3b33'] },
  { wall: '#2f3b52', cloth: '#b98b5e', accents: ['#e1b45c', '#d9dfe2', '#8c3f4d'] },
  { wall: '#b56b58', cloth: '#efdfc8', accents: ['#2d5a62', '#f0c987', '#5b2a3a'] },
  { wall: '#8a9bb0', cloth: '#e9e4dc', accents: ['#35507a', '#e59a6c', '#f6e7c8'] },
  { wall: '#3c2f3a', cloth: '#6c4a44', accents: ['#d9985f', '#7fa39a', '#ead9bd'] },
  { wall: '#d9c9c0', cloth: '#a9bca8', accents: ['#b8506a', '#4f7a6b', '#f2ead9'] },
  { wall: '#6d7d4e', cloth: '#ead9ae', accents: ['#a8442f', '#f0e6cf', '#3b4d5e'] },
]
