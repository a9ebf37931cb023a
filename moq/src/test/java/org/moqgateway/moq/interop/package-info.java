/// Sessions of ours with programs that others wrote. They run where those programs are found.
@NullMarked
package org.moqgateway.moq.interop;

import org.jspecify.annotations.NullMarked;
