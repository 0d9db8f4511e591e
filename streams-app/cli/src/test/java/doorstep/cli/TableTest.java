// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.text.DisplayWidth;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldAlignTextsLeftAndNumbersRight() {
        Table table = new Table().text("unit").number("visits").text("");
        table.line("a", "1,000", "ok").line("long name", "7", "");

        assertThat(print(table)).isEqualTo("""
                unit       visits
                a           1,000  ok
                long name       7
                """);
    }

    @Test
    void shouldGiveWideCharactersTwoColumns() {
        Table table = new Table().text("unit").number("n");
        table.line("北京市", "1").line("abcdef", "2").line("é", "3");

        assertThat(print(table)).isEqualTo("""
                unit    n
                北京市  1
                abcdef  2
                é       3
                """);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("😀한，")).isEqualTo(6);
    }

    @Test
    void shouldRefuseALineWithTooFewCells() {
        assertThatThrownBy(() -> new Table().text("a").text("b").line("1")).hasMessage("1 cells in 2 columns");
    }

    private static String print(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString();
    }
}
