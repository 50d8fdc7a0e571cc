// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet convert: a float model and the record of a quantization in, the quantized model out.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "octet/convert/config.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/convert/quantization.hpp"
#include "octet/convert/record.hpp"
#include "octet/convert/writer.hpp"
#include "octet/report/table.hpp"
#include "run_files.hpp"

namespace {

namespace convert = octet::convert;
namespace report = octet::report;

struct convert_arguments {
  std::string model, record, config, output;
  bool save_files = false;
};

/// The config to use: of the run that wrote the record, unless another is given. AMCT's records
/// have none.
convert::quantize_config config_of(const convert_arguments& o, const convert::record& r) {
  if (!o.config.empty()) return convert::read_config(o.config);
  if (!r.config.empty()) return convert::parse_config(r.config, o.record + ": config");
  convert::quantize_config config;
  for (const convert::record_layer& l : r.layers) {
    if (l.skip_fusion) config.skip_fusion_layers.push_back(l.name);
  }
  return config;
}

/// The config of a record names the layers of its model.
convert::quantization start(const convert_arguments& o, const convert::record& record,
                            convert::network net) {
  const convert::quantize_config config = config_of(o, record);
  try {
    return {std::move(net), config};
  } catch (const convert::convert_error& e) {
    const std::string& file = o.config.empty() ? o.record : o.config;
    throw convert::convert_error(file + " does not fit the model: " + e.what());
  }
}

void convert_model(const convert_arguments& o) {
  const std::vector<std::uint8_t> file = convert::read_model(o.model);
  const convert::record record = convert::read_record(o.record);
  convert::quantization run =
      start(o, record, convert::with_path(o.model, [&] { return convert::read_network(file); }));
  check_outputs(o.output, o.save_files);
  const convert::network quantized = run.quantize(record);
  const std::vector<std::uint8_t> bytes = convert::write_network(quantized);
  if (o.save_files) save_run_files(o.output, run, quantized, {}, {});
  convert::write_file(o.output, bytes);
  std::printf("%s: %s B -> %s: %s B\n", o.model.c_str(), report::grouped(file.size()).c_str(),
              o.output.c_str(), report::grouped(bytes.size()).c_str());
}

}  // namespace

void add_convert(CLI::App& app) {
  auto o = std::make_shared<convert_arguments>();
  CLI::App* command =
      app.add_subcommand("convert", "Quantize a float model with the factors of a record");
  command->add_option("MODEL", o->model, "float model: .tflite, or Keras .h5")->required();
  command
      ->add_option(
          "--record", o->record,
          "record.txt that octet quantize wrote of this model, or AMCT of one with the same "
          "layers")
      ->required();
  command->add_option("--config", o->config,
                      "config.json in place of the one that the record holds");
  command->add_option("-o,--output", o->output, "where the quantized .tflite model goes")
      ->required();
  command->add_flag("--save-files", o->save_files, save_files_help);
  command->callback([o] { convert_model(*o); });
}
