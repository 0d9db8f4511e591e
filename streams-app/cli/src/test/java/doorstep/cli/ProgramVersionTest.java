// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramVersionTest {
    @Test
    void shouldNameVersionAndCommit() {
        assertThat(ProgramVersion.text("1.2.3", "0a1b2c3d4e5f")).isEqualTo("doorstep 1.2.3, commit 0a1b2c3d4e5f");
    }

    @Test
    void shouldSayThatTheCommitIsUnknownOutsideOfACheckout() {
        assertThat(ProgramVersion.text("1.2.3", "")).isEqualTo("doorstep 1.2.3, unknown commit");
    }

    @Test
    void shouldAnswerTheOption() {
        assertThat(Doorstep.run("--version").out())
                .matches("doorstep .*, (unknown commit|commit [0-9a-f]{12,}(-dirty)?)\\R");
        assertThat(Doorstep.run("rows", "--version").out())
                .isEqualTo(Doorstep.run("--version").out());
    }
}
