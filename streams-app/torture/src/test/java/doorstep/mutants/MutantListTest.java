// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether the list of mutants fits the sources; {@code .ci/mutants} shows that they are caught. */
class MutantListTest {
    private final Checkout checkout;
    private final List<Mutant> mutants;

    MutantListTest() throws IOException {
        checkout = Checkout.around(Path.of("").toAbsolutePath());
        mutants = checkout.mutants();
    }

    @Test
    void shouldFindWhatEachMutantReplacesOnce() {
        assertThat(mutants)
                .filteredOn(mutant -> !mutant.isPlantedByTests())
                .isNotEmpty()
                .allSatisfy(mutant -> {
                    String source = checkout.source(mutant.type()).text();
                    assertThat(mutant.plantIn(source)).isNotEqualTo(source);
                });
    }

    @Test
    void shouldNameTestsThatExist() {
        assertThat(mutants).flatExtracting(Mutant::tests).allSatisfy(test -> {
            String source = checkout.source(test.type()).text();
            test.method().ifPresent(method -> assertThat(source).contains("void " + method + "("));
        });
    }

    @Test
    void shouldBeInTheTablesOfGuarantees() throws IOException {
        String document = Files.readString(checkout.file("docs/guarantees.md"));

        assertThat(document.substring(document.indexOf(MutantTable.BEGIN)))
                .as(".ci/mutants --markdown, in place of the old tables")
                .startsWith(MutantTable.markdown(mutants));
    }

    @Test
    void shouldReplaceATextThatOccursOnceHoweverItIsWrapped() {
        Mutant mutant = new Mutant("f", "C", "a( b );", "c();", List.of(TestName.of("T.should")));

        assertThat(mutant.plantIn("x; a(\n    b );y;")).isEqualTo("x; c();y;");
        assertThatThrownBy(() -> mutant.plantIn("a( b)")).hasMessageContaining("does not contain");
        assertThatThrownBy(() -> mutant.plantIn("a( b ); a( b );")).hasMessageContaining("more than once");
    }

    @Test
    void shouldTellAMethodFromAClass() {
        assertThat(TestName.of("event.VersionTest").method()).isEmpty();
        assertThat(TestName.of("event.VersionTest.shouldCompare")).hasToString("event.VersionTest.shouldCompare");
        assertThatCode(() -> checkout.source("event.Version")).doesNotThrowAnyException();
        assertThatThrownBy(() -> checkout.source("package-info")).hasMessageContaining("classes are called");
    }
}
