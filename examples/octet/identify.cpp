// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet identify: by which rounding contracts some runtime computed its outputs.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "commands.hpp"
#include "octet/convert/contract_executor.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/file.hpp"
#include "octet/report/identify.hpp"
#include "octet/report/table.hpp"
#include "progress.hpp"
#include "tensor_file.hpp"

namespace {

namespace convert = octet::convert;
namespace report = octet::report;

struct identify_arguments {
  std::string model, input, expected;
  bool reset = false;
  bool json = false;
};

report::identification search(const identify_arguments& o) {
  const std::vector<std::uint8_t> file = convert::read_file(o.model);
  convert::contract_executor model =
      convert::with_path(o.model, [&] { return convert::contract_executor(file); });
  const octet::graph& g = model.model();
  const auto in = read_tensors(o.input, g, g.inputs(), "input");
  const auto expected = read_tensors(o.expected, g, g.outputs(), "output");
  report::contract_search search{model, in, expected, o.reset};
  terminal_bar progress("identify");
  return search.run([&](double fraction, std::size_t differing) {
    progress.update(fraction, std::to_string(differing) + " bytes differ");
  });
}

void print_json(const report::identification& found) {
  nlohmann::ordered_json j{{"reproduced", found.reproduced()},
                           {"samples", found.samples},
                           {"output_bytes", found.output_bytes},
                           {"differing_bytes", found.differing_bytes},
                           {"operators", nlohmann::ordered_json::array()}};
  for (const report::operator_contracts& op : found.operators) {
    auto fitting = nlohmann::ordered_json::array();
    for (const octet::contract c : op.fitting) fitting.push_back(letter_of(c));
    nlohmann::ordered_json chosen;  // null where nothing is rounded
    if (!op.candidates.empty()) chosen = letter_of(op.chosen);
    j["operators"].push_back({{"index", op.index},
                              {"type", name_of(op.type)},
                              {"contract", chosen},
                              {"fitting", fitting},
                              {"any", op.any()}});
  }
  std::puts(j.dump(2).c_str());
}

/// "none" where nothing is rounded, "any", or the letters that fit.
std::string letters_of(const report::operator_contracts& op) {
  if (op.candidates.empty()) return "none";
  if (op.any()) return "any";
  std::string letters;
  for (const octet::contract c : op.fitting)
    letters += (letters.empty() ? "" : " ") + std::string(letter_of(c));
  return letters;
}

void print_text(const report::identification& found) {
  report::text_table table{{"#", "operator", "contracts"}};
  for (const report::operator_contracts& op : found.operators)
    table.add({std::to_string(op.index), std::string(name_of(op.type)), letters_of(op)});
  std::fputs(table.text().c_str(), stdout);
  std::printf("\n%s: %s of %s output bytes differ, %s samples\n",
              found.reproduced() ? "reproduced" : "not reproduced",
              report::grouped(found.differing_bytes).c_str(),
              report::grouped(found.output_bytes).c_str(), report::grouped(found.samples).c_str());
}

void identify(const identify_arguments& o) {
  const report::identification found = search(o);
  o.json ? print_json(found) : print_text(found);
  if (!found.reproduced()) throw CLI::RuntimeError(1);
}

}  // namespace

void add_identify(CLI::App& app) {
  auto o = std::make_shared<identify_arguments>();
  CLI::App* command = app.add_subcommand(
      "identify", "Find the rounding contracts that reproduce a runtime's outputs");
  command->add_option("MODEL", o->model, "quantized .tflite model")->required();
  command
      ->add_option("--input", o->input,
                   "inputs one after another: raw bytes in the model's own types, every input "
                   "tensor in order; or .npy, first axis the sample")
      ->required();
  command->add_option("--expected", o->expected, "what the runtime gave for them, likewise")
      ->required();
  command->add_flag("--reset", o->reset,
                    "the runtime forgot its state (LSTM, SVDF) before every input");
  command->add_flag("--json", o->json, "print one JSON object instead of a table");
  command->footer(
      "Contracts: A rounds twice, as TensorFlow Lite (in 16x8 as C); B once, as TensorFlow Lite "
      "built for single rounding; C with a factor of 15 bits; D in double; E in float, as XNNPACK; "
      "F by shifts only. Listed are all that fit; any: the samples tell nothing; none: nothing is "
      "rounded.\n"
      "Exit code: 0 reproduced, 1 not (the best found is shown), 2 an error.");
  command->callback([o] { identify(*o); });
}
