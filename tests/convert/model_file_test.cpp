// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/model_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/keras_file.hpp"
#include "support/scratch_dir.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet_test;

TEST_CASE("the content says what a model file is, not its name") {
  const scratch_dir folder("model_file");
  const auto path = folder.path() / "model.bin";
  const auto tflite = octet::convert::write_network(tiny_model());
  octet::convert::write_file(path, tflite);
  CHECK(octet::convert::read_model(path) == tflite);

  const auto keras = sequential({4}, {{"Softmax", json::object()}});
  octet::convert::write_file(path, keras);
  CHECK(octet::convert::read_model(path) ==
        octet::convert::write_network(octet::convert::read_keras(keras)));

  octet::convert::write_file(path, std::string("neither"));
  CHECK(octet::convert::read_model(path).size() == 7);
}

}  // namespace
