// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Figures as CSV (RFC 4180, but with single line feeds): absent is empty, lists and maps are JSON. A text that a
 * spreadsheet would take for a formula begins with an apostrophe.
 */
public final class CsvText {
    /** First characters of formulas, also in full width, as Chinese editions of Excel accept them. */
    private static final String FORMULA_BEGINS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\t\r";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CsvText() {}

    /** @param lines strings, numbers, booleans, lists and maps, or null */
    public static String of(List<? extends List<?>> lines) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            lines.forEach(
                    line -> writer.writeRecord(line.stream().map(CsvText::cell).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List || value instanceof Map) {
            return json(value);
        }
        return value instanceof String text ? guarded(text) : value.toString();
    }

    /** Numbers and dates never look like a formula. */
    private static String guarded(String text) {
        String printable = PrintableText.line(text);
        return !text.isEmpty() && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0 ? "'" + printable : printable;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
