/// What every binding must keep, and the paths to try it over.
@NullMarked
package org.moqgateway.moq.transport;

import org.jspecify.annotations.NullMarked;
