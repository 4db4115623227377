import visitColumnData from '../../standards/visit-columns.json' with { type: 'json' };

const ids = [
  'inEntranceCode',
  'inLaneCode',
  'outEntranceCode',
  'outLaneCode',
  'enteredAt',
  'leftAt',
  'plateNumber',
  'plateColor',
  'vehicleType',
  'registeredOn',
  'vin',
  'brandModel',
  'fuelType',
  'emissionStage',
  'networked',
  'useNature',
  'inCargoName',
  'inCargoTonnes',
  'outCargoName',
  'outCargoTonnes',
  'fleetName',
  'inPhotos',
  'outPhotos',
  'emissionInfoSheet',
  'vehicleLicense',
] as const;
export type VisitColumnId = (typeof ids)[number];

export interface VisitColumn {
  /** 1 to 25, the place in the 台账. */
  number: number;
  id: VisitColumnId;
  title: string;
}

/** The 25 columns of the 进出厂运输车辆电子台账 in their order, titles from the standards data. */
export const visitColumns: readonly VisitColumn[] = visitColumnData.items.map(({ number, id, title }) => ({ number, id: id as VisitColumnId, title }));

/** The ids the program can fill, in order; the data must name exactly these. */
export const visitColumnIds: readonly VisitColumnId[] = ids;
