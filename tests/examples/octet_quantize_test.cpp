// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet quantize: what its options make of a model, and what it says where they contradict.
#include <doctest/doctest.h>

#include <span>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/npy.hpp"
#include "octet/convert/writer.hpp"
#include "support/program.hpp"
#include "support/tiny_model.hpp"

namespace {

namespace convert = octet::convert;
using octet::builtin;
using octet::tensor_type;

/// A float model and samples in a folder, and what quantize makes of them: without folding, so
/// that operators keep their indices.
class bench {
 public:
  bench() {
    convert::write_file(path("float.tflite"), convert::write_network(octet_test::tiny_model()));
    convert::npy_array a{tensor_type::float32, {100, 128}, {}};
    for (const auto& sample : octet_test::tiny_samples(100)) {
      const auto bytes = std::as_bytes(std::span(sample));
      for (const std::byte b : bytes) a.bytes.push_back(static_cast<std::uint8_t>(b));
    }
    convert::write_npy(path("x.npy"), a);
  }

  octet_test::outcome quantize(const std::string& options, bool with_data = true) const {
    const std::string data = with_data ? " --data " + path("x.npy") : "";
    return octet_test::run_program("octet",
                                   "quantize " + path("float.tflite") + data + " -o " +
                                       path("q.tflite") + " --no-folding " + options,
                                   folder_);
  }
  convert::network made(const std::string& options, bool with_data = true) const {
    CAPTURE(options);
    const octet_test::outcome result = quantize(options, with_data);
    CAPTURE(result.err);
    REQUIRE(result.code == 0);
    return convert::read_network(octet_test::read_bytes(path("q.tflite")));
  }
  void refuses(const std::string& options, const std::string& reason) const {
    CAPTURE(options);
    octet_test::check_refused(quantize(options), "octet", reason);
  }

 private:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  octet_test::scratch_dir folder_{"octet_quantize"};
};

tensor_type type_of_node(const convert::network& net, std::size_t n) {
  return net.at(net.nodes[n].outputs[0]).type;
}

}  // namespace

TEST_CASE("options choose codes and modes") {
  const bench b;
  CHECK(type_of_node(b.made(""), 1) == tensor_type::int8);
  CHECK(type_of_node(b.made("--scheme ua/ua"), 1) == tensor_type::uint8);
  CHECK(type_of_node(b.made("--mode 16x8"), 1) == tensor_type::int16);
  CHECK(type_of_node(b.made("--activation-bits 16"), 1) == tensor_type::int16);
  const convert::network bits = b.made("--weight-bits 4 --per-tensor");
  CHECK(bits.at(bits.nodes[1].inputs[1]).type == tensor_type::int4);
  CHECK(bits.at(bits.nodes[1].inputs[1]).quantization.scales.size() == 1);
  const convert::network channels = b.made("--per-channel");
  CHECK(channels.at(channels.nodes[8].inputs[1]).quantization.scales.size() == 3);
  const convert::network types = b.made("--input-type uint8 --output-type float32");
  CHECK(types.at(types.inputs[0]).type == tensor_type::uint8);
  CHECK(types.at(types.outputs[0]).type == tensor_type::float32);
  const convert::network skipping = b.made("--skip SOFTMAX --skip '#8'");
  CHECK(type_of_node(skipping, skipping.nodes.size() - 1) == tensor_type::float32);
}

TEST_CASE("modes that compute in float need no samples") {
  const bench b;
  for (const bool with_data : {false, true}) {
    const convert::network halves = b.made("--mode float16", with_data);
    CHECK(halves.nodes[1].code == builtin::dequantize);
    const convert::network dynamic = b.made("--mode dynamic --dynamic-minimum 1", with_data);
    CHECK(dynamic.at(dynamic.nodes[1].inputs[1]).type == tensor_type::int8);
    CHECK(type_of_node(dynamic, 1) == tensor_type::float32);
  }
  CHECK(b.quantize("", false).code == 2);
}

TEST_CASE("options that contradict each other are one line of an error") {
  const bench b;
  b.refuses("--mode dynamic --scheme qmn", "mode dynamic and the scheme qmn contradict each other");
  b.refuses("--mode float16 --input-type int8", "contradict");
  b.refuses("--mode 16x8 --activation-bits 8", "contradict");
  b.refuses("--scheme ua/ua --per-channel", "one scale for a tensor");
  b.refuses("--per-channel --per-tensor", "--per-tensor");
  b.refuses("--weight-bits 3", "3");
  b.refuses("--mode fast", "fast");
  b.refuses("--only CONV_2D --skip '#1'", "operator 1 (CONV_2D) is both");
  b.refuses("--skip SOFTMAXX", "the nearest name is \"SOFTMAX\"");
}
