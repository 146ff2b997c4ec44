// Everything of pictures in notes but their nodes: loaded with the first picture, in one piece.
export { addPictures } from './add-pictures.ts';
export { drawPicture } from './draw-picture.svelte.ts';
export { default as ViewedPicture } from './ViewedPicture.svelte';
