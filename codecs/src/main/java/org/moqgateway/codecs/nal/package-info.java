/// What H.264 and H.265 share: NAL units, their byte streams, their parameter sets, and the RTP
/// payload structures that carry them.
@NullMarked
package org.moqgateway.codecs.nal;

import org.jspecify.annotations.NullMarked;
