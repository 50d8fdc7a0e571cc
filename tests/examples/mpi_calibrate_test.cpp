// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet-mpi-calibrate: the same model from any number of processes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/npy.hpp"
#include "octet/convert/writer.hpp"
#include "support/program.hpp"
#include "support/tiny_model.hpp"

namespace {

namespace fs = std::filesystem;
namespace convert = octet::convert;

bool is_there(const std::string& program) {
  return std::system(("command -v '" + program + "' > /dev/null").c_str()) == 0;
}

TEST_CASE("a calibration spread over processes gives the file of octet quantize") {
  const std::string program = (octet_test::bin_dir() / "octet-mpi-calibrate").string();
  if (!is_there("mpirun") || !is_there(program)) OCTET_SKIP("no MPI");
  const octet_test::scratch_dir folder("mpi");
  const auto path = [&](const std::string& name) { return (folder.path() / name).string(); };
  convert::write_file(path("float.tflite"), convert::write_network(octet_test::tiny_model()));
  convert::npy_array samples{octet::tensor_type::float32, {40, 128}, {}};
  for (const auto& s : octet_test::tiny_samples(40)) {
    const auto* raw = reinterpret_cast<const std::uint8_t*>(s.data());
    samples.bytes.insert(samples.bytes.end(), raw, raw + s.size() * sizeof(float));
  }
  convert::write_npy(path("x.npy"), samples);
  const auto quantized = octet_test::run_program(
      "octet", "quantize " + path("float.tflite") + " --data " + path("x.npy") + " -o " + path("q"),
      folder);
  REQUIRE(quantized.code == 0);
  const auto run = [&](int ranks, const std::string& data) {
    const std::string command = "mpirun --allow-run-as-root --oversubscribe -n " +
                                std::to_string(ranks) + " '" + program + "' " +
                                path("float.tflite") + " " + path(data) + " " + path("mpi") +
                                " > " + path("out") + " 2> " + path("err");
    return std::system(command.c_str());
  };
  for (int ranks = 1; ranks <= 3; ++ranks) {
    CAPTURE(ranks);
    fs::remove(path("mpi"));
    CHECK(run(ranks, "x.npy") == 0);
    CHECK(octet_test::text_of(path("out")) ==
          "40 samples on " + std::to_string(ranks) + " processes\n");
    REQUIRE(fs::exists(path("mpi")));
    CHECK(octet_test::read_bytes(path("mpi")) == octet_test::read_bytes(path("q")));
  }
  fs::remove(path("mpi"));
  CHECK(run(2, "none.npy") != 0);
  CHECK(octet_test::text_of(path("err")).find("none.npy: cannot be opened") != std::string::npos);
  CHECK_FALSE(fs::exists(path("mpi")));
}

}  // namespace
