// Registers <moq-publish> (see the package's README for its attributes).
export { default } from '@moq/publish/element';
