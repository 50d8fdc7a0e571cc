// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet-mpi-calibrate: the same model from any number of processes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/npy.hpp"
#include "octet/convert/writer.hpp"
#include "support/program.hpp"
#include "support/tiny_model.hpp"
#include "support/trained_model.hpp"

namespace {

namespace fs = std::filesystem;
namespace convert = octet::convert;

bool is_there(const std::string& program) {
  return std::system(("command -v '" + program + "' > /dev/null").c_str()) == 0;
}

void write_samples(const std::string& path, const std::vector<std::vector<float>>& samples) {
  convert::npy_array array{octet::tensor_type::float32, {samples.size(), 128}, {}};
  for (const auto& s : samples) {
    const auto* raw = reinterpret_cast<const std::uint8_t*>(s.data());
    array.bytes.insert(array.bytes.end(), raw, raw + s.size() * sizeof(float));
  }
  convert::write_npy(path, array);
}

/// As quantization-aware training leaves it, but for one range that is left to samples.
convert::network half_trained_model() {
  octet_test::trained_chain c({1, 128});
  c.fake_quant(-1.0F, 1.0F);
  c.fully_connected(4, octet::activation::none);
  c.fake_quant_weights(-0.5F, 0.5F);
  return c.finish();
}

TEST_CASE("a calibration spread over processes gives the file of octet quantize") {
  const std::string program = (octet_test::bin_dir() / "octet-mpi-calibrate").string();
  if (!is_there("mpirun") || !is_there(program)) OCTET_SKIP("no MPI");
  const octet_test::scratch_dir folder("mpi");
  const auto path = [&](const std::string& name) { return (folder.path() / name).string(); };
  std::vector<std::vector<float>> samples = octet_test::tiny_samples(40);
  write_samples(path("x.npy"), samples);
  samples[4][7] = std::numeric_limits<float>::quiet_NaN();
  write_samples(path("nan.npy"), samples);
  const auto run = [&](int ranks, const std::string& data) {
    const std::string command = "mpirun --allow-run-as-root --oversubscribe -n " +
                                std::to_string(ranks) + " '" + program + "' " +
                                path("float.tflite") + " " + path(data) + " " + path("mpi") +
                                " > " + path("out") + " 2> " + path("err");
    return std::system(command.c_str());
  };
  const auto check_ranks = [&](const convert::network& model, int most) {
    convert::write_file(path("float.tflite"), convert::write_network(model));
    const auto quantized = octet_test::run_program(
        "octet",
        "quantize " + path("float.tflite") + " --data " + path("x.npy") + " -o " + path("q"),
        folder);
    REQUIRE(quantized.code == 0);
    for (int ranks = 1; ranks <= most; ++ranks) {
      CAPTURE(ranks);
      fs::remove(path("mpi"));
      CHECK(run(ranks, "x.npy") == 0);
      CHECK(octet_test::text_of(path("out")) ==
            "40 samples on " + std::to_string(ranks) + " processes\n");
      REQUIRE(fs::exists(path("mpi")));
      CHECK(octet_test::read_bytes(path("mpi")) == octet_test::read_bytes(path("q")));
    }
    fs::remove(path("mpi"));
  };
  check_ranks(half_trained_model(), 2);
  check_ranks(octet_test::tiny_model(), 3);
  CHECK(run(2, "none.npy") != 0);
  CHECK(octet_test::text_of(path("err")).find("none.npy: cannot be opened") != std::string::npos);
  CHECK(run(2, "nan.npy") != 0);
  CHECK(octet_test::text_of(path("err")).find("nan.npy: sample 4 has a value") !=
        std::string::npos);
  CHECK_FALSE(fs::exists(path("mpi")));
  const auto help = octet_test::run_program("octet-mpi-calibrate", "--help", folder);
  CHECK(help.code == 0);
  CHECK(help.out.find("MODEL DATA OUTPUT") != std::string::npos);
}

}  // namespace
