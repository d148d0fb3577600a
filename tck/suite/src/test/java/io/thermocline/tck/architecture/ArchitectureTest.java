package io.thermocline.tck.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Who may know whom.
@AnalyzeClasses(packages = "io.thermocline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheNetworkLayerSeesNetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.thermocline.server.net..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule onlyTheModelPackageSeesOnnxruntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.thermocline.nl.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlyTheTranslatorSeesCoreNlp =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.thermocline.nl..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("edu.stanford.nlp..");

  @ArchTest
  static final ArchRule onlyOnePackageSeesIceberg =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.thermocline.adapter.parquet.iceberg..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.iceberg..");

  @ArchTest
  static final ArchRule theEngineKnowsNoPlannerAndNoNetwork =
      noClasses()
          .that()
          .resideInAPackage("io.thermocline.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.calcite..",
              "io.netty..",
              "java.sql..",
              "io.thermocline.optimizer..",
              "io.thermocline.catalog..");

  @ArchTest
  static final ArchRule theSpiKnowsOnlyItself =
      noClasses()
          .that()
          .resideInAPackage("io.thermocline.spi..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.thermocline.adapter..",
              "io.thermocline.engine..",
              "io.thermocline.server..",
              "java.sql..");

  @ArchTest
  static final ArchRule theDriverKnowsOnlyTheProtocol =
      noClasses()
          .that()
          .resideInAnyPackage("io.thermocline.jdbc..", "io.thermocline.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.thermocline.spi..",
              "io.thermocline.server..",
              "io.thermocline.engine..",
              "io.thermocline.nl..",
              "io.netty..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule permissiveModulesDoNotKnowTheGplOnes =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.thermocline.spi..",
              "io.thermocline.adapter..",
              "io.thermocline.engine..",
              "io.thermocline.optimizer..",
              "io.thermocline.catalog..",
              "io.thermocline.jdbc..",
              "io.thermocline.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.thermocline.nl..", "io.thermocline.server..");

  @ArchTest
  static final ArchRule adaptersKnowOnlyTheSpi =
      noClasses()
          .that()
          .resideInAPackage("io.thermocline.adapter..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.thermocline.engine..", "io.thermocline.optimizer..", "io.thermocline.catalog..");

  /// The engine's public context lies in `run`, which starts the operators that are given it.
  @ArchTest
  static final ArchRule noCyclesBetweenPackagesOfAModule =
      slices()
          .matching("io.thermocline.(engine|optimizer|nl|jdbc|spi).(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(
              resideInAPackage("io.thermocline.engine.run"),
              resideInAPackage("io.thermocline.engine.operator"));
}
