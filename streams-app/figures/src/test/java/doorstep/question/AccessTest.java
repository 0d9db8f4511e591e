// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    @Test
    void shouldCoverAUnitAndAllBelowBySegments() {
        Access north = Access.of("city/north");

        assertThat(north.covers("city/north")).isTrue();
        assertThat(north.covers("city/north/desk 1")).isTrue();
        assertThat(north.covers("city/north2")).isFalse();
        assertThat(north.covers("city/nort")).isFalse();
        assertThat(north.covers("city")).isFalse();
        assertThat(north.covers("*")).isFalse();
        assertThat(north.isRoot()).isFalse();
    }

    @Test
    void shouldCoverEverythingFromTheRoot() {
        assertThat(Access.root().isRoot()).isTrue();
        assertThat(Access.of("*")).isEqualTo(Access.root());
        assertThat(Access.root().covers("*")).isTrue();
        assertThat(Access.root().covers("city/north")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "city/", "/city", "city//north", "*/city", "a\tb", "a\nb"})
    void shouldRefuseWhatIsNotAUnit(String text) {
        assertThatThrownBy(() -> Access.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
