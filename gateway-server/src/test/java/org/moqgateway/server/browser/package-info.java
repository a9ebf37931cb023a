/// Tests in a real browser: a headless Chromium with a fake camera and microphone, and the pages
/// as objects.
@NullMarked
package org.moqgateway.server.browser;

import org.jspecify.annotations.NullMarked;
