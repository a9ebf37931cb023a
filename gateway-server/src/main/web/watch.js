// Registers <moq-watch> (see the package's README for its attributes).
export { default } from '@moq/watch/element';
