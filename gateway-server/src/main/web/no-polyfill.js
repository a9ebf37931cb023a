// Stands for the audio polyfill that @moq/hang would load where a browser has no WebCodecs for sound: that one
// fetches its decoder from elsewhere, and these pages load nothing from elsewhere.
throw new Error('This browser cannot decode or encode sound for MoQ: it has no AudioDecoder and AudioEncoder.');
