// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import doorstep.config.AppConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Validates the manifests of {@code docker/kubernetes} against the types of the Kubernetes API. */
class KubernetesTest {
    private static final Path DIR = DoorstepImage.root().resolve("docker/kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    private static final ObjectMapper STRICT = strict();

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "apps/v1 StatefulSet", StatefulSet.class,
            "apps/v1 Deployment", Deployment.class,
            "batch/v1 Job", Job.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "v1 Service", Service.class);
    /** Not part of Kubernetes itself; no library has its type. */
    private static final String POD_MONITOR = "monitoring.coreos.com/v1 PodMonitor";

    @Test
    void shouldConsistOfFieldsThatTheApiKnows() throws IOException {
        assertThat(resources().stream().map(HasMetadata::getFullResourceName).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "statefulsets.apps",
                        "deployments.apps",
                        "jobs.batch",
                        "networkpolicies.networking.k8s.io",
                        "poddisruptionbudgets.policy",
                        "services");
    }

    @Test
    void shouldRefuseAFieldThatTheApiDoesNotKnow() {
        assertThatThrownBy(() -> typed(YAML.readTree("""
                        apiVersion: apps/v1
                        kind: StatefulSet
                        spec: {template: {spec: {containers: [{name: a, readynessProbe: {periodSeconds: 5}}]}}}
                        """)))
                .hasRootCauseInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("readynessProbe");
    }

    @Test
    void shouldListEveryManifestInItsKustomization() throws IOException {
        for (Path dir : directories()) {
            JsonNode kustomization = kustomization(dir);
            List<String> listed = new ArrayList<>();
            kustomization.path("resources").forEach(name -> listed.add(name.asText()));
            List<String> there =
                    manifests(dir).map(file -> file.getFileName().toString()).toList();

            if (dir.endsWith("example")) {
                kustomization.path("components").forEach(name -> listed.add(name.asText()));
                assertThat(listed)
                        .allSatisfy(name -> assertThat(dir.resolve(name).resolve("kustomization.yaml"))
                                .exists());
            } else {
                assertThat(listed).as("%s", dir).containsExactlyInAnyOrderElementsOf(there);
            }
        }
    }

    @Test
    void shouldRunWithoutPrivileges() throws IOException {
        assertThat(pods()).hasSize(4).allSatisfy((name, pod) -> {
            var spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10_001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getContainers()).hasSize(1).allSatisfy(container -> {
                var context = container.getSecurityContext();
                assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKeys("memory");
                assertThat(container.getVolumeMounts())
                        .extracting("mountPath")
                        .contains("/tmp", "/var/lib/doorstep", "/secrets");
            });
        });
    }

    /** Kubernetes sets variables for services, such as DOORSTEP_REGISTRY_PORT, which would be unknown settings. */
    @Test
    void shouldKeepVariablesOfServicesOutOfTheSettings() throws IOException {
        assertThat(pods()).allSatisfy((name, pod) -> assertThat(pod.getSpec().getEnableServiceLinks())
                .isFalse());
    }

    @Test
    void shouldTakeSecretsByReferenceAlone() throws IOException {
        for (Path dir : directories()) {
            assertThat(kustomization(dir).has("secretGenerator")).as("%s", dir).isFalse();
        }
        assertThat(pods()).allSatisfy((name, pod) -> {
            assertThat(pod.getSpec().getVolumes())
                    .anyMatch(volume ->
                            volume.getSecret() != null && volume.getName().equals("secrets"));
            assertThat(container(pod).getEnv()).extracting(EnvVar::getValue).allMatch(String::isEmpty);
        });
        assertThat(settings().keySet()).noneMatch(name -> name.matches(".*(PASSWORD|JAAS|TOKEN|USER_INFO|KEY).*"));
    }

    @Test
    void shouldGiveSettingsThatDoorstepKnows() throws IOException {
        AppConfig config = AppConfig.read(List.of(), settings(), Map.of());

        assertThat(config.bootstrapServers()).contains("kafka-1.example.org:9092");
    }

    @Test
    void shouldAskThePipelineForHealthAndReadiness() throws IOException {
        Container pipeline = container(pods().get("doorstep"));
        Probe liveness = pipeline.getLivenessProbe();

        assertThat(pipeline.getPorts()).extracting(ContainerPort::getName).containsExactly("management");
        assertThat(pipeline.getPorts())
                .extracting(ContainerPort::getContainerPort)
                .containsExactly(9464);
        assertThat(liveness.getHttpGet().getPath()).isEqualTo("/health");
        assertThat(liveness.getPeriodSeconds() * liveness.getFailureThreshold()).isGreaterThanOrEqualTo(300);
        assertThat(pipeline.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/ready");
        assertThat(List.of(liveness, pipeline.getReadinessProbe()))
                .allMatch(probe -> probe.getHttpGet().getPort().getStrVal().equals("management"));
    }

    @Test
    void shouldSelectPodsThatExist() throws IOException {
        List<Map<String, String>> labels = pods().values().stream()
                .map(pod -> pod.getMetadata().getLabels())
                .toList();
        Map<String, Map<String, String>> selectors = new TreeMap<>();
        for (HasMetadata resource : resources()) {
            String name = resource.getKind() + "/" + resource.getMetadata().getName();
            if (resource instanceof Service service) {
                selectors.put(name, service.getSpec().getSelector());
            } else if (resource instanceof NetworkPolicy policy) {
                selectors.put(name, policy.getSpec().getPodSelector().getMatchLabels());
            } else if (resource instanceof PodDisruptionBudget budget) {
                selectors.put(name, budget.getSpec().getSelector().getMatchLabels());
            } else if (resource instanceof StatefulSet set) {
                selectors.put(
                        name, own(set.getSpec().getSelector(), set.getSpec().getTemplate()));
            } else if (resource instanceof Deployment deployment) {
                selectors.put(
                        name,
                        own(
                                deployment.getSpec().getSelector(),
                                deployment.getSpec().getTemplate()));
            }
        }
        JsonNode monitor =
                YAML.readTree(DIR.resolve("monitoring/pod-monitor.yaml").toFile());
        selectors.put(
                "PodMonitor",
                YAML.convertValue(monitor.at("/spec/selector"), LabelSelector.class)
                        .getMatchLabels());

        assertThat(selectors).hasSize(8).allSatisfy((name, selector) -> assertThat(selector)
                .isNotEmpty()
                .satisfies(wanted ->
                        assertThat(labels).anyMatch(label -> label.entrySet().containsAll(wanted.entrySet()))));
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asText()).isEqualTo("management");
    }

    private static Map<String, String> own(LabelSelector selector, PodTemplateSpec pod) {
        assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(selector.getMatchLabels());
        return selector.getMatchLabels();
    }

    /** Pod templates by the name of the object that creates them. */
    private static Map<String, PodTemplateSpec> pods() throws IOException {
        Map<String, PodTemplateSpec> pods = new TreeMap<>();
        for (HasMetadata resource : resources()) {
            String name = resource.getMetadata().getName();
            if (resource instanceof StatefulSet set) {
                pods.put(name, set.getSpec().getTemplate());
            } else if (resource instanceof Deployment deployment) {
                pods.put(name, deployment.getSpec().getTemplate());
            } else if (resource instanceof Job job) {
                pods.put(name, job.getSpec().getTemplate());
            }
        }
        return pods;
    }

    private static Container container(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().get(0);
    }

    /** The environment variables that the example gives the pipeline. */
    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(DIR.resolve("base/settings.env"))) {
            if (!line.startsWith("#")) {
                put(settings, line);
            }
        }
        for (String dir : List.of("registry", "example")) {
            kustomization(DIR.resolve(dir))
                    .at("/configMapGenerator/0/literals")
                    .forEach(line -> put(settings, line.asText()));
        }
        return settings;
    }

    private static void put(Map<String, String> settings, String line) {
        int equals = line.indexOf('=');
        settings.put(line.substring(0, equals), line.substring(equals + 1));
    }

    private static List<HasMetadata> resources() throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        for (Path dir : directories()) {
            for (Path file : manifests(dir).toList()) {
                try (MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                    for (JsonNode document : documents.readAll()) {
                        if (!type(document).equals(POD_MONITOR)) {
                            resources.add(typed(document));
                        }
                    }
                }
            }
        }
        return resources;
    }

    private static HasMetadata typed(JsonNode document) {
        Class<? extends HasMetadata> type = TYPES.get(type(document));
        assertThat(type).as(type(document)).isNotNull();
        return STRICT.convertValue(document, type);
    }

    private static String type(JsonNode document) {
        return document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
    }

    private static Iterable<Path> directories() throws IOException {
        try (Stream<Path> entries = Files.list(DIR)) {
            return new TreeSet<>(entries.filter(Files::isDirectory).toList());
        }
    }

    private static Stream<Path> manifests(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries
                    .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static JsonNode kustomization(Path dir) throws IOException {
        return YAML.readTree(dir.resolve("kustomization.yaml").toFile());
    }

    /** The generated types accept unknown fields, and Jackson accepts numbers for strings; the API accepts neither. */
    private static ObjectMapper strict() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            @Override
            public Boolean hasAnySetter(Annotated annotated) {
                return false;
            }
        });
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }
}
