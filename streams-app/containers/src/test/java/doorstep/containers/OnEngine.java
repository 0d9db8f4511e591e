// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Tests that need a container engine; without one they are skipped. */
@Tag("docker")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnEngine.IfThereIsOne.class)
@interface OnEngine {
    /** Looks for the engine once for all test classes. */
    final class IfThereIsOne implements ExecutionCondition {
        private static Boolean available;

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return isAvailable()
                    ? ConditionEvaluationResult.enabled("a container engine runs")
                    : ConditionEvaluationResult.disabled("no container engine runs here");
        }

        private static synchronized boolean isAvailable() {
            if (available == null) {
                available = DockerClientFactory.instance().isDockerAvailable();
            }
            return available;
        }
    }
}
