/// Pictures through JCodec: the one package that knows that library.
@NullMarked
package org.moqgateway.media.jcodec;

import org.jspecify.annotations.NullMarked;
