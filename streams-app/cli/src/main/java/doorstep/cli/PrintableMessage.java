// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import doorstep.text.PrintableText;

/**
 * Logback converter for {@code %printable} in patterns of {@link LogEncoder}: the message on one line, without control
 * sequences that a terminal would execute.
 */
public final class PrintableMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return PrintableText.line(super.convert(event));
    }
}
