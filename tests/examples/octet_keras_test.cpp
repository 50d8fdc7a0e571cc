// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet takes Keras models where it takes .tflite ones.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/npy.hpp"
#include "support/keras_file.hpp"
#include "support/program.hpp"
#include "support/scratch_dir.hpp"

namespace {

using namespace octet_test;
namespace convert = octet::convert;

/// A classifier of 8 x 8 images.
std::vector<std::uint8_t> classifier() {
  noise n(1);
  return sequential({8, 8, 1},
                    {{"Conv2D",
                      {{"filters", 4}, {"kernel_size", {3, 3}}, {"activation", "relu"}},
                      {{"kernel", {3, 3, 1, 4}, n.vector(36)}, {"bias", {4}, n.vector(4)}}},
                     {"MaxPooling2D", {{"pool_size", {2, 2}}}},
                     {"Flatten", nlohmann::json::object()},
                     {"Dense",
                      {{"units", 3}, {"activation", "softmax"}},
                      {{"kernel", {36, 3}, n.vector(108, 0.3F)}, {"bias", {3}, n.vector(3)}}}});
}

TEST_CASE("a Keras model is quantized, validated, run and analyzed like a .tflite one") {
  const scratch_dir folder("octet_keras");
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  convert::write_file(path("model.h5"), classifier());
  std::vector<float> values;
  for (const auto& sample : tiny_samples(120, 64))
    values.insert(values.end(), sample.begin(), sample.end());
  const auto* raw = reinterpret_cast<const std::uint8_t*>(values.data());
  convert::write_npy(
      path("x.npy"),
      {octet::tensor_type::float32, {120, 8, 8, 1}, {raw, raw + values.size() * sizeof(float)}});

  const std::string data = " --data " + path("x.npy");
  CHECK(run_program("octet", "quantize " + path("model.h5") + data + " -o " + path("q.tflite"),
                    folder)
            .code == 0);
  const auto compared = run_program(
      "octet", "validate --json " + path("model.h5") + " " + path("q.tflite") + data, folder);
  REQUIRE(compared.code == 0);
  CHECK(nlohmann::json::parse(compared.out)["sqnr_db"].get<double>() > 20.0);

  const auto run = run_program(
      "octet",
      "run " + path("model.h5") + " --input " + path("x.npy") + " --output " + path("out.npy"),
      folder);
  CHECK(run.code == 0);
  const auto out = convert::read_npy(path("out.npy"));
  REQUIRE(out.shape == std::vector<std::size_t>{120, 3});
  std::vector<float> first(3);
  std::memcpy(first.data(), out.bytes.data(), 12);
  CHECK(first == run_keras(classifier(), {values.begin(), values.begin() + 64}));

  const auto analyzed = run_program("octet", "analyze --json " + path("model.h5"), folder);
  REQUIRE(analyzed.code == 0);
  CHECK(nlohmann::json::parse(analyzed.out)["operators"].size() == 5);
}

TEST_CASE("a Keras model that cannot be read is refused with its path and the layer's name") {
  const scratch_dir folder("octet_keras");
  const std::string model = (folder.path() / "lstm.h5").string();
  convert::write_file(model, sequential({8, 2}, {{"LSTM", {{"name", "lstm_1"}, {"units", 4}}}}));
  const std::string reason =
      model + ": layer \"lstm_1\" (LSTM): layers of this class are not supported";
  for (const std::string& arguments :
       {"analyze " + model, "run " + model + " --input x --output y",
        "quantize " + model + " --data x.npy -o y", "validate " + model + " q --data x.npy"}) {
    CAPTURE(arguments);
    check_refused(run_program("octet", arguments, folder), "octet", reason);
  }
}

}  // namespace
