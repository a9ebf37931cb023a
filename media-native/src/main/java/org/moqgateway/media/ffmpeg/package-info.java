/// FFmpeg's library through bytedeco's classes: the one package that knows it. Everything native
/// that a class here allocates belongs to it and is given back by its `close`.
@NullMarked
package org.moqgateway.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
