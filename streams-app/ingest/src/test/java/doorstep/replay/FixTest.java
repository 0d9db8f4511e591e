// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.config.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixTest {
    @Test
    void shouldReadTheThreeForms() {
        assertThat(Fix.parse("mode=PHONE"))
                .extracting(Fix::field, Fix::old, Fix::value)
                .containsExactly("mode", Optional.empty(), "PHONE");
        assertThat(Fix.parse("unit:a/b:c=d=e"))
                .extracting(Fix::field, Fix::old, Fix::value)
                .containsExactly("unit", Optional.of("a/b:c"), "d=e");
        assertThat(Fix.parse("unit:a\\=b=c")).extracting(Fix::old, Fix::value).containsExactly(Optional.of("a=b"), "c");
        assertThat(Fix.parse("key=id").isKeyFromId()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mode                       | write FIELD=VALUE
                    mod=PHONE                  | did you mean mode?
                    id=x                       | id and revision stay
                    revision:1=2               | id and revision stay
                    key=v1                     | key can only be set to the id
                    key:a=id                   | key can only be set to the id
                    unit=                      | must have a value
                    score=five                 | five is not a whole number
                    score:five=5               | five is not a whole number
                    withdrawn=yes              | neither true nor false
                    occurredAt=yesterday       | yesterday is not a time
                    about=VISIT                | can only be cleared
                    """)
    void shouldSayWhatIsWrongWithAFix(String fix, String message) {
        assertThatThrownBy(() -> Fix.parse(fix))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("--fix " + fix + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseTwoFixesForTheSame() {
        assertThatThrownBy(() -> Fixes.parse(List.of("mode=PHONE", "unit:a=b", "mode=DOOR")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("mode=PHONE and --fix mode=DOOR");
        assertThat(Fixes.parse(List.of("unit:a=c", "unit:b=c", "unit=c")).all()).hasSize(3);
    }
}
