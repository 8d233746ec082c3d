/** What happens to sessions, as events of JDK Flight Recorder. */
@NullMarked
package org.reprise.resume.event;

import org.jspecify.annotations.NullMarked;
