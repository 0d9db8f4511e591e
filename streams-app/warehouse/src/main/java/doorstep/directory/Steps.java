// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

/** Is told before and after each step that changes a directory, so that tests can end an export there. */
@FunctionalInterface
interface Steps {
    Steps NONE = step -> {};

    void at(String step);
}
