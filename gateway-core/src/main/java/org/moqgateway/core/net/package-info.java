/// One UDP port for every peer, event loops, demultiplexing and batched sends, and for the client
/// roles connections to servers and peers, over Netty. The only package that imports Netty.
///
/// A peer is pinned to one [org.moqgateway.core.net.MediaLoop]; everything it does happens there,
/// so that it needs no lock.
@NullMarked
package org.moqgateway.core.net;

import org.jspecify.annotations.NullMarked;
